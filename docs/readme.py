"""Put what the commands really print into the READMEs.

What stands between `<!-- output: zhengmai query ... -->` and `<!-- end -->` in a README is replaced
by what the command prints.
`python docs/readme.py` rewrites the READMEs; `--check` only says whether they are up to date.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")

# <!-- output: zhengmai query documents -->\n(anything)\n<!-- end -->
_BLOCK = re.compile(
    r"(?P<head><!--\ output:\ (?P<command>[^\n]+?)\ -->\n)(?P<body>.*?)(?P<end><!--\ end\ -->)",
    re.VERBOSE | re.DOTALL,
)
# │ 用时 seconds │ 3.6 │: true of one machine at one moment only
_TIMED = re.compile(r"^.*用时 seconds.*\n", re.MULTILINE)


def main() -> int:
    """Bring the READMEs up to date, or with --check say whether they are."""
    stale = False
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "110",
            "ZHENGMAI_STORE": folder + "/store",
        }
        run("zhengmai build corpus", environment)
        for readme in READMES:
            was = readme.read_text("utf-8")
            now = _BLOCK.sub(
                lambda block: block["head"] + shown(block["command"], environment) + block["end"],
                was,
            )
            if was != now:
                stale = True
                print(f"{readme.name} is not up to date", file=sys.stderr)  # noqa: T201
                if "--check" not in sys.argv:
                    readme.write_text(now, "utf-8")
    return int(stale and "--check" in sys.argv)


def shown(command: str, environment: dict[str, str]) -> str:
    """What a command prints, as Markdown: a table as it is, anything else fenced."""
    printed = run(command, environment).replace(environment["ZHENGMAI_STORE"], "store")
    return f"\n{printed}\n" if printed.startswith("|") else f"```text\n{printed}```\n"


def run(command: str, environment: dict[str, str]) -> str:
    """What a command prints, without the time it took."""
    done = subprocess.run(
        shlex.split(command, comments=False),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = _TIMED.sub("", done.stdout).strip("\n").splitlines()
    return "".join(line.rstrip() + "\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
