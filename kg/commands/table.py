"""`zhengmai table`: the implementation table of a document, for Word or Excel.

It is a command of its own: `export` writes the whole graph, where `--format xlsx` is the workbook
of everything, and this is about one document. The name of the file says which form is wanted.
"""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.options import (
    DEFAULT_TIMEOUT,
    endpoint_option,
    open_endpoint,
    output_option,
    store_option,
    timeout_option,
)
from kg.language import Language


@click.command(short_help="落实对照表 the implementation table (Word, Excel)")
@click.argument("document")
@click.option(
    "--with", "other", default="", help="只同这一份比 only with this document above or below it"
)
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", help="表头用语 language of the heads"
)
@output_option(required=True)
@store_option
@endpoint_option
@timeout_option(DEFAULT_TIMEOUT)
def table(
    document: str,
    other: str,
    lang: Language,
    output: Path,
    store: Path,
    endpoint: str | None,
    timeout: int,
) -> None:
    """把一份文件的落实对照表写成 .docx 或 .xlsx；DOCUMENT 是代号、文号或标题。

    Write what became of each upper item in the documents below as .docx or .xlsx; DOCUMENT is a
    key, number or title, of the upper document or of a lower one.

    例 example: zhengmai table 驻政办〔2021〕44号 -o 对照表.docx
    """
    from kg.commands.printing import replacing
    from kg.exports.implementation import read_tables
    from kg.exports.implementation_docx import implementation_docx
    from kg.exports.implementation_xlsx import implementation_xlsx
    from kg.language import speaking
    from kg.views.facts import Asker

    writers = {".docx": implementation_docx, ".xlsx": implementation_xlsx}
    if output.suffix.lower() not in writers:
        raise click.UsageError("文件名以 .docx 或 .xlsx 结尾 (end the name in .docx or .xlsx)")
    with speaking(lang):
        asker = Asker(open_endpoint(store, endpoint, timeout))
        written = writers[output.suffix.lower()](read_tables(asker, document, other))
    with replacing(output) as aside:
        aside.write_bytes(written)
    click.echo(str(output), err=True)
