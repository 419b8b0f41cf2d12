"""`zhengmai review`: people accept and reject links, and win over the machine."""

from __future__ import annotations

import click

from kg.commands.review.deciding import accept, move, reject, relate, undo
from kg.commands.review.importing import import_
from kg.commands.review.listing import list_
from kg.commands.review.showing import show


@click.group(short_help="核对条目关系 accept or reject links")
def review() -> None:
    """核对条目之间的关系：认可、定为相关、否定；结论写在语料目录的 mappings.sssom.tsv 里。

    Decide on links between items. Decisions stand in CORPUS/mappings.sssom.tsv, which can be edited
    in a spreadsheet too, and win over the machine in every later build.
    """


for _command in (list_, show, accept, relate, reject, undo, move, import_):
    review.add_command(_command)
