"""`zhengmai inspect`: what the readers saw in one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

    from loaders.document import Document

_PIPED = 120
"""Columns of the tables in a pipe, where no terminal says how wide it is."""
_LONGEST = 80


@click.command(short_help="看一份文件读出了什么 what was read in a file")
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON; print JSON")
def inspect(file: Path, as_json: bool) -> None:
    """读一份公文，列出文件头、条目、单位、目标、前后不一、引用和存疑处。

    Read one document and show its header, items, units, targets, what it says against itself,
    citations and doubts.
    """
    import json

    from loaders.read import read_document

    document = read_document(file)
    if as_json:
        from loaders.document_json import document_json

        click.echo(json.dumps(document_json(document), ensure_ascii=False, indent=2))
    else:
        _show(document)


def header_table(document: Document) -> Table:
    """Draw what the head of a document says, and what a sidecar says of it."""
    from rich.table import Table

    from kg.vocabulary import concepts

    header = document.header
    facts = Table(show_header=False, title=header.title, title_justify="left")
    facts.add_column(no_wrap=True)
    facts.add_column(overflow="fold")
    for label, value in (
        ("键 key", document.key),
        ("通知标题 cover title", header.cover_title),
        ("发文字号 number", header.document_number),
        ("发文机关 issuers", "、".join(header.issuers)),
        ("层级 level", str(concepts("level")[header.level]) if header.level else None),
        (
            "地区 jurisdiction",
            f"{header.jurisdiction or ''} {header.admin_code_gb2260 or ''}".strip(),
        ),
        ("成文日期 signed", header.date_signed),
        ("印发日期 printed", header.date_printed),
        ("施行日期 in force", header.date_in_force),
        ("有效期至 expires", header.date_expires),
        ("状态 status", str(concepts("status")[header.status])),
        ("文种 genre", header.genre),
        ("主送 addressees", "、".join(header.addressees)),
        ("推断 inferred", "、".join(sorted(header.inferred))),
        ("旁注说明 stated", "、".join(sorted(header.stated))),
        ("来源 source", document.source_url),
        ("备注 note", document.note),
    ):
        facts.add_row(label, value or "—")
    return facts


def _findings(document: Document) -> Iterator[Table]:
    """Draw what the document says against itself, where it does."""
    from rich.table import Table

    from loaders.findings import findings_in

    found = findings_in(document)
    if not found:
        return
    table = Table(title=f"前后不一 findings: {len(found)}", title_justify="left")
    table.add_column("行\nline", justify="right", no_wrap=True)
    table.add_column("说明\nmessage", overflow="fold", ratio=1)
    table.add_column("原话\nwordings", overflow="fold", ratio=1)
    for finding in found:
        words = "\n".join(f"{quote.item}：{_clipped(quote.words)}" for quote in finding.quotes)
        table.add_row(str(finding.line), f"{finding.message_zh}\n{finding.message_en}", words)
    yield table


def _clipped(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……"


def _show(document: Document) -> None:
    from rich.table import Table

    from kg.commands.printing import draw
    from kg.vocabulary import concepts

    items = Table(
        title=f"条目 items: {len(document.measures)} + {len(document.task_rows)}",
        title_justify="left",
    )
    for head in (
        "条目\nitem",
        "内容\ncontent",
        "责任单位\nunits",
        "时限\ndeadline",
        "目标\ntargets",
    ):
        items.add_column(head, overflow="fold")
    for item in document.items():
        items.add_row(
            item.id,
            item.title or item.text[:40],
            "、".join(unit.raw for unit in item.units),
            item.deadline or "",
            "；".join(target.quote for target in item.targets),
        )
    draw(header_table(document), items, *_findings(document), piped=_PIPED)
    for citation in document.citations:
        names = " ".join(filter(None, (citation.title, citation.number)))
        click.echo(f"引用 cites ({concepts('citation')[citation.role]}): {names}")
    for warning in document.warnings:
        click.echo(f"存疑 warning: {document.source_file}:{warning.line} {warning.message}")
