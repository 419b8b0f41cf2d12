"""A build that the server starts: `zhengmai build` as a process of its own, one at a time.

It builds aside and swaps in what it made (`kg.store`), and the engines take that up by themselves.
What it says stays in memory and in `rebuild.log` beside the builds.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from kg.questions.question import Bilingual
from kg.store import MissingStore, store_location
from loaders.errors import ZhengmaiError, system_error

LOG: Final = "rebuild.log"
_STEPS_BACK: Final = 10  # of the priorities that the system knows: readers go first
_LONGEST: Final = 500
"""Lines that are kept in memory."""
_STAGE: Final = re.compile(
    r"\[(?P<done>\d+)/(?P<total>\d+)\]\ (?P<zh>\S+)\ (?P<en>.+)",  # [3/10] 比对条目 align items
    re.VERBOSE,
)
_UNSAID: Final = Bilingual("", "")


class BusyBuild(ZhengmaiError):
    """A build runs already."""

    def __init__(self) -> None:
        super().__init__("正在建图，等它结束再试", "a build is running: try again when it is done")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the last build is: `stage` of `stages` by name, its other lines, how it ended.

    `generation` is what it made, "" where it made nothing.
    """

    state: Literal["none", "running", "built", "failed"] = "none"
    stage: Bilingual = _UNSAID
    done: int = 0
    stages: int = 1
    lines: tuple[str, ...] = ()
    generation: str = ""
    seconds: float = 0.0


class Rebuild:
    """Builds of a corpus into a store, started from pages."""

    def __init__(self, corpus: Path, store: Path) -> None:
        self.corpus, self.store = corpus, store
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._progress = Progress()

    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    def start(self) -> None:
        """Begin a build; BusyBuild where one runs."""
        command = [sys.executable, "-c", "from kg.commands import main; main()", "build"]
        command += [str(self.corpus), "--store", str(self.store), "--stages"]
        with self._lock:
            if self._progress.state == "running":
                raise BusyBuild
            try:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
                    process_group=0,  # Ctrl-C is for the server, which ends it
                )
            except OSError as error:
                raise system_error(error) from error
            before = self._current()
            self._process, self._progress = process, Progress("running")
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _STEPS_BACK)
        threading.Thread(target=self._follow, args=(process, before), daemon=True).start()

    def stop(self) -> None:
        """End a build that runs; the store that was there stays."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _follow(self, process: subprocess.Popen[str], before: str) -> None:
        began = time.monotonic()
        lines: list[str] = []
        try:
            assert process.stdout is not None
            with process.stdout as said, (self.store / LOG).open("w", encoding="utf-8") as log:
                for line in said:
                    log.write(line)
                    log.flush()
                    lines = self._heard(line.rstrip(), lines, time.monotonic() - began)
        except OSError as error:  # no room for the log; the build goes on without it
            lines = [*lines, str(system_error(error))]
        process.wait()
        now = self._current()
        self._progress = Progress(
            "failed" if now == before else "built",
            lines=tuple(lines),
            generation="" if now == before else now,
            seconds=time.monotonic() - began,
        )

    def _heard(self, line: str, lines: list[str], seconds: float) -> list[str]:
        if stage := _STAGE.fullmatch(line):
            done, total = int(stage["done"]), int(stage["total"])
            name = Bilingual(stage["zh"], stage["en"])
            self._progress = Progress("running", name, done, total, tuple(lines), seconds=seconds)
            return lines
        return [*lines, line][-_LONGEST:] if line else lines

    def _current(self) -> str:
        try:
            return store_location(self.store).name
        except (MissingStore, OSError):
            return ""
