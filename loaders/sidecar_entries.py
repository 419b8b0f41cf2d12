"""The lines of a sidecar: YAML read as `key: value` entries, each with its place for errors.

Only texts and lists of texts are taken; every scalar stays the text that it is (2021-01-07 is no
date object, 0411 no octal number) and no tag constructs anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from loaders.errors import UnreadableDocument, system_reason

MOST_BYTES: Final = 64 * 1024
"""A page of statements is some hundred bytes; more is some other file."""

_ENCODINGS: Final = ("utf-8-sig", "gb18030")


class BadSidecar(UnreadableDocument):
    """A sidecar that cannot be taken at its word: which file and line, why, what is allowed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value` of a sidecar."""

    path: Path
    key: str
    line: int
    node: yaml.Node

    def refuse(self, zh: str, en: str) -> BadSidecar:
        """Make the error that names file, line and key."""
        return BadSidecar(self.path, self.line, f"{self.key}：{zh}", f"{self.key}: {en}")

    def text(self) -> str:
        """Read the value as one text."""
        return self._words(self.node, "应是文字", "should be a text")

    def texts(self) -> tuple[str, ...]:
        """Read the value as a list of texts; a single text is a list of one."""
        nodes = self.node.value if isinstance(self.node, yaml.SequenceNode) else [self.node]
        if not nodes:
            raise self._nothing()
        allowed = "应是文字或文字的列表", "should be a text or a list of texts"
        return tuple(dict.fromkeys(self._words(node, *allowed) for node in nodes))

    def _words(self, node: yaml.Node, zh: str, en: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.refuse(zh, en)
        words = str(node.value).strip()
        if not words or (node.style is None and words in ("~", "null", "Null", "NULL")):
            raise self._nothing()
        return words

    def _nothing(self) -> BadSidecar:
        return self.refuse("没有写值，不知道就删去这一行", "no value: leave the line out")


def read_entries(path: Path, allowed: Collection[str]) -> Iterator[Entry]:
    """Read the entries of a sidecar in their order; BadSidecar where a key is not `allowed`."""
    keys = ", ".join(allowed)
    root = _compose(path)
    if root is None:
        raise BadSidecar(
            path,
            None,
            f"旁注是空的，请写上或删去；可用的键：{keys}",
            f"the sidecar is empty: state something or delete it; allowed keys: {keys}",
        )
    if not isinstance(root, yaml.MappingNode):
        raise BadSidecar(
            path,
            root.start_mark.line + 1,
            f"应写成“键: 值”（半角冒号加空格），可用的键：{keys}",
            f"should be lines of “key: value”; allowed keys: {keys}",
        )
    lines: dict[str, int] = {}
    for key, value in root.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        entry = Entry(path, name, key.start_mark.line + 1, value)
        if name not in allowed:
            raise entry.refuse(
                f"没有这个键，可用的键：{keys}", f"no such key; allowed keys: {keys}"
            )
        if entry.key in lines:
            before = lines[entry.key]
            raise entry.refuse(f"第{before}行已经写过", f"stated in line {before} already")
        lines[entry.key] = entry.line
        yield entry


def _compose(path: Path) -> yaml.Node | None:
    """Read YAML nodes; nothing is constructed of them."""
    try:
        return yaml.compose(_decode(path), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        why = error.problem or error.context or ""
        raise BadSidecar(path, line, f"YAML 有语法错误：{why}", f"YAML syntax: {why}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BadSidecar(path, None, "不是 YAML 文本", "no YAML text") from error


def _decode(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        zh, en = system_reason(error)
        raise BadSidecar(path, None, f"打不开：{zh}", f"cannot be opened: {en}") from error
    if len(content) > MOST_BYTES:
        most = f"{MOST_BYTES // 1024} KB"
        raise BadSidecar(path, None, f"大于 {most}，不像旁注", f"no sidecar: more than {most}")
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSidecar(path, None, "不是文本，请存成 UTF-8", "no text: save it as UTF-8")
