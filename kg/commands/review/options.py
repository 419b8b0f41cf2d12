"""What the commands of review take: the corpus, who decides, pairs of items."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click

corpus_option = click.option(
    "--corpus",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("corpus"),
    show_default=True,
    help="语料目录，结论写在其中的 mappings.sssom.tsv folder of the corpus, with the decisions",
)
reviewer_option = click.option(
    "--reviewer",
    envvar="ZHENGMAI_REVIEWER",
    show_envvar=True,
    help="核对人（姓名或 ORCID），默认取 git 的 user.name who decides; by default git's user.name",
)


def named_reviewer(given: str | None) -> str:
    """Say who decides: as given, else git's user, else as the person answers on a terminal."""
    from kg.review.sheet import one_line

    name = one_line(given or "") or _git_user()
    if not name and sys.stdin.isatty():
        name = one_line(click.prompt("核对人 reviewer"))
    if not name:
        raise click.UsageError(
            "不知道核对人是谁，请加 --reviewer 姓名 (who decides? give --reviewer NAME)"
        )
    return name


def corpus_file(corpus: Path) -> Path:
    """The file of decisions; an error where the corpus is no folder."""
    from kg.review.file import decisions_file
    from loaders.errors import ZhengmaiError

    if not corpus.is_dir():
        raise ZhengmaiError(
            f"没有 {corpus} 这个目录，请用 --corpus 指明语料目录",
            f"there is no folder {corpus}: name the corpus with --corpus",
        )
    return decisions_file(corpus)


def after_build(corpus: Path) -> str:
    """The command that brings decisions into the graph."""
    is_default = corpus == Path("corpus")
    return "zhengmai build" if is_default else f"zhengmai build {shlex.quote(str(corpus))}"


def _git_user() -> str:
    try:
        said = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True)
    except OSError:
        return ""
    return said.stdout.strip()
