"""The tray: files that somebody wants to add, until they are added or dropped.

Each lies in a folder of its own that goes with it; the whole tray goes with the server, or, where
that was killed, with the next one. A file is read by a process (`kg.adding.reading`) without a way
out, with so much memory and so much time.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Literal

from kg.server import confine
from loaders.corpus import safe_key
from loaders.errors import ZhengmaiError

_NAME: Final = "zhengmai-tray-"
_PROGRAM: Final = "from kg.adding.reading import main; main()"
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,5}")  # .docx
MEMORY: Final = 2_000_000_000
READS: Final = 120.0
"""Seconds for reading a file."""
COMPARES: Final = 900.0
"""Seconds for comparing it with the corpus, that included."""
MOST: Final = 30
"""Files in the tray."""
_KEPT: Final = 6 * 3600.0  # seconds that a file waits
_LONGEST_LINE: Final = 20_000_000
_BROKEN: Final = {
    "zh": f"没有读完：超过了 {READS:.0f} 秒或内存上限，不像一份公文",
    "en": f"not read to its end within {READS:.0f} seconds and the memory that is allowed",
}


class NotInTray(ZhengmaiError):
    """There is no such file in the tray (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "没有这份待添加的文件：已加入、已放弃，或放得太久",
            "no such file waits to be added: it was added, dropped, or waited too long",
        )


class FullTray(ZhengmaiError):
    """Too many files wait."""

    def __init__(self) -> None:
        super().__init__(
            f"已有 {MOST} 份文件待添加，先处理它们",
            f"{MOST} files wait to be added: add or drop those first",
        )


State = Literal["reading", "comparing", "done", "failed"]


@dataclass(slots=True)
class Entry:
    """A file in the tray, and what is known of it so far."""

    id: str
    folder: Path
    name: str
    """As the reader calls it."""
    key: str
    suffix: str
    came: float = field(default_factory=time.time)
    state: State = "reading"
    facts: dict[str, Any] = field(default_factory=dict)
    unstated: Mapping[str, str] = field(default_factory=dict)
    """What the form had before anybody stated anything."""
    turn: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def file(self) -> Path:
        """Where its content lies."""
        return self.folder / f"{self.key}{self.suffix}"

    @property
    def sidecar(self) -> Path:
        """Where what is stated of it lies, if anything is."""
        return self.folder / f"{self.key}.yaml"


class Tray:
    """Files that wait, for a corpus."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=_NAME))
        self._held = os.open(self._folder, os.O_RDONLY)
        fcntl.flock(self._held, fcntl.LOCK_SH)
        self._entries: dict[str, Entry] = {}
        self._lock = threading.Lock()
        self._reader = ThreadPoolExecutor(1, "tray")

    def close(self) -> None:
        """Drop everything."""
        self._reader.shutdown(wait=False, cancel_futures=True)
        for entry in self.entries():
            self.drop(entry.id)
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._held)

    def entries(self) -> list[Entry]:
        """The files that wait, the latest first."""
        old = [one.id for one in self._entries.values() if time.time() - one.came > _KEPT]
        for id_ in old:
            self.drop(id_)
        return sorted(self._entries.values(), key=lambda one: one.came, reverse=True)

    def entry(self, id_: str) -> Entry:
        """One of them; NotInTray."""
        found = self._entries.get(id_)
        if found is None:
            raise NotInTray
        return found

    def put(self, name: str, content: IO[bytes], sidecar: bytes | None = None) -> Entry:
        """Take a file in and have it read; FullTray."""
        if len(self.entries()) >= MOST:
            raise FullTray
        bare = Path(name.replace("\\", "/")).name
        suffix = Path(bare).suffix
        entry = Entry(
            secrets.token_urlsafe(8),
            Path(tempfile.mkdtemp(dir=self._folder)),
            bare[-120:] or "?",
            safe_key(Path(bare).stem) or "document",
            suffix.lower() if _SUFFIX.fullmatch(suffix) else ".txt",
        )
        with entry.file.open("wb") as target:
            shutil.copyfileobj(content, target)
        if sidecar is not None:
            entry.sidecar.write_bytes(sidecar)
        with self._lock:
            self._entries[entry.id] = entry
        self.read(entry)
        return entry

    def drop(self, id_: str) -> None:
        """Forget a file, with all that lies here of it."""
        with self._lock:
            entry = self._entries.pop(id_, None)
        if entry:
            _stop(entry)
            shutil.rmtree(entry.folder, ignore_errors=True)

    def read(self, entry: Entry) -> None:
        """Have a file read, again where something was stated of it."""
        _stop(entry)
        entry.state, entry.facts = "reading", {}
        self._reader.submit(self._look, entry, entry.turn)

    def rename(self, entry: Entry, key: str) -> None:
        """Give a file another key."""
        was = entry.file, entry.sidecar
        entry.key = key
        for old, new in zip(was, (entry.file, entry.sidecar), strict=True):
            if old.exists() and old != new:
                old.replace(new)

    def add(self, entry: Entry, replacing: bool) -> None:
        """Bring a file into the corpus, by the process that reads it.

        ZhengmaiError where that refuses.
        """
        told: dict[str, Any] = {}
        for line in self._run(entry, "add", *(["replace"] if replacing else [])):
            told |= line
        if "error" in told:
            raise ZhengmaiError(told["error"]["zh"], told["error"]["en"])
        self.drop(entry.id)

    def _look(self, entry: Entry, turn: int) -> None:
        """Read a file, unless it was dropped or is to be read otherwise by now."""
        for line in self._run(entry, "look") if entry.turn == turn else ():
            if entry.turn != turn:
                return
            entry.facts, entry.state = {**entry.facts, **line}, "comparing"
        if entry.turn == turn:
            entry.state = "done" if "document" in entry.facts else "failed"

    def _run(self, entry: Entry, what: str, *more: str) -> Iterator[dict[str, Any]]:
        """Give what the process says, line by line; an error is the last."""
        confined = [sys.executable, "-I", "-S", confine.__file__, str(os.getpid())]
        confined += [str(MEMORY), str(entry.folder)]
        # -P, and another folder than the file's: what somebody sends is never a module of Python.
        program = [sys.executable, "-P", "-c", _PROGRAM]
        arguments = [what, str(entry.file), entry.key, str(self.corpus), *more]
        process = subprocess.Popen(
            [*confined, *program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            process_group=0,
        )
        entry.process = process
        alarm = _alarm(READS, process)
        try:
            assert process.stdout is not None
            while line := process.stdout.readline(_LONGEST_LINE):
                alarm.cancel()
                alarm = _alarm(COMPARES, process)
                yield json.loads(line)
        except ValueError:
            process.kill()
        finally:
            alarm.cancel()
            if process.poll() is None and sys.exc_info()[0]:
                process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
        if process.returncode != 0:
            yield {"error": _BROKEN}


def _alarm(seconds: float, process: subprocess.Popen[bytes]) -> threading.Timer:
    """End a process when its time is up."""
    alarm = threading.Timer(seconds, process.kill)
    alarm.daemon = True
    alarm.start()
    return alarm


def _stop(entry: Entry) -> None:
    """End what reads an entry, and let what it says count for nothing."""
    entry.turn += 1
    if entry.process and entry.process.poll() is None:
        entry.process.kill()


def _sweep() -> None:
    """Clear away the trays of servers that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_NAME}*"):
        with suppress(OSError):
            held = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)
