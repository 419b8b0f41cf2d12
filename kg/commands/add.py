"""`zhengmai add`: bring documents into a corpus, showing what was read and what is doubtful."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from loaders.corpus import Corpus
    from loaders.document import Document

_DEFAULT_CORPUS = Path("corpus")


@click.command(short_help="把文件加入语料 bring documents into the corpus")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, readable=False),
)
@click.option(
    "--corpus",
    "folder",
    type=click.Path(path_type=Path),
    default=_DEFAULT_CORPUS,
    show_default=True,
    help="语料目录 folder of the corpus",
)
@click.option("--key", help="文件的键，默认取文件名 the document's key; by default the file's name")
@click.option(
    "--replace", "replacing", is_flag=True, help="换掉同键的文件 replace what has this key"
)
@click.option("--yes", is_flag=True, help="不再确认 do not ask")
@click.pass_context
def add(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path,
    key: str | None,
    replacing: bool,
    yes: bool,
) -> None:
    """读 FILE，列出读到的和存疑的，再原样放进语料目录；同名的 .yaml 旁注一并放入。

    Read each FILE, show what was read and what is doubtful, then copy it into the corpus byte for
    byte, with its sidecar. Asks before copying on a terminal only. Exit code 1 where a file was
    refused; the others are added all the same.
    """
    from loaders.corpus import Corpus
    from loaders.errors import ZhengmaiError, system_error

    if key is not None and len(files) > 1:
        raise click.UsageError("--key 只能配一个文件 (--key goes with one file only)")
    corpus = Corpus(folder)
    asks = sys.stdin.isatty() and not yes
    added = refused = 0
    for file in files:
        try:
            added += _add(file, corpus, key, replacing, asks)
        except (ZhengmaiError, OSError) as error:
            refused += 1
            why = system_error(error) if isinstance(error, OSError) else error
            click.echo(f"错误：{file} 没有加入：{why.zh}（not added: {why.en}）", err=True)
    click.echo(f"加入 added: {added}，拒收 refused: {refused}")
    if added:
        where = "" if folder == _DEFAULT_CORPUS else f" {shlex.quote(str(folder))}"
        click.echo(f"下一步 next: zhengmai build{where}")
    if refused:
        ctx.exit(1)


def _add(file: Path, corpus: Corpus, key: str | None, replacing: bool, asks: bool) -> bool:
    """Add one file; False where the user says no."""
    document = corpus.read(file, _key(file.stem if key is None else key, is_given=key is not None))
    corpus.check(file, document, replacing)
    _show(document)
    question = f"以 {document.key} 为键加入 {corpus.folder}？Add it?"
    if asks and not click.confirm(question, default=True):
        return False
    for path in corpus.bring_in(file, document):
        click.echo(f"已加入 added: {path}")
    return True


def _key(name: str, is_given: bool) -> str:
    from loaders.corpus import NotAdded, safe_key

    key = safe_key(name)
    if not key or (is_given and key != name):
        better = f"，如 {key}" if key else ""
        raise NotAdded(
            f"“{name}”不能作键，请用 --key 给出字母、数字、汉字、- 和 _ 组成的键{better}",
            f"“{name}” cannot be a key: give --key of letters, digits, Chinese, - and _",
        )
    return key


def _show(document: Document) -> None:
    from kg.commands.inspect import header_table
    from kg.commands.printing import draw

    items = tuple(document.items())
    draw(header_table(document))
    click.echo(
        f"措施 measures: {len(document.measures)}，任务 tasks: {len(document.task_rows)}，"
        f"责任单位 units: {sum(len(item.units) for item in items)}，"
        f"目标 targets: {sum(len(item.targets) for item in items)}，"
        f"引用 citations: {len(document.citations)}"
    )
    for doubt in _doubts(document):
        click.echo(f"存疑 doubtful: {doubt}")


def _doubts(document: Document) -> Iterator[str]:
    """Say what a person should look at, with the sidecar's line that would settle it."""
    from loaders.doubts import doubts_in

    for doubt in doubts_in(document):
        both = f"{doubt.zh}（{doubt.en}）" if doubt.en else doubt.zh
        if not doubt.field:
            yield f"{document.source_file}:{doubt.line} {both}"
            continue
        sidecar, line = f"{document.key}.yaml", f"{doubt.field}: {doubt.example}"
        is_inferred = doubt.field in document.header.inferred and doubt.field != "title"
        hint = (
            f"属实可在 {sidecar} 里写 if right, state it there"
            if is_inferred
            else f"知道的话在 {sidecar} 里写 if you know it, state it there"
        )
        yield f"{both}；{hint}: {line}"
