"""Writes a text of the corpus out in the other forms that offices use, for reading it back."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator
from itertools import groupby

import docx
import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph as Printed
from reportlab.platypus import SimpleDocTemplate, Spacer, Table

from loaders.blocks import Paragraph, Row, read_blocks
from loaders.text import SourceText

Group = list[str] | list[list[str]]


def groups(text: str) -> Iterator[Group]:
    """The paragraphs of a text one by one, its table rows together."""
    blocks = read_blocks(SourceText(text))
    for is_row, run in groupby(blocks, key=lambda block: isinstance(block, Row)):
        if is_row:
            rows = [[str(cell) for cell in block.cells] for block in run if isinstance(block, Row)]
            width = max(map(len, rows))
            yield [row + [""] * (width - len(row)) for row in rows]
        else:
            for block in run:
                assert isinstance(block, Paragraph)
                yield [str(block.text)]


def as_html(text: str) -> bytes:
    """A page as a government site serves it: menus, the text, a table, a footer."""
    parts = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>政府网站</title>"
        "<script>var a = '一、不是正文';</script></head><body>"
        "<div class='nav'><a href='/'>首页</a><a href='/a'>政务公开</a><a href='/b'>政策</a>"
        "<a href='/c'>服务</a></div><div id='zoom'>"
    ]
    for group in groups(text):
        if isinstance(group[0], list):
            parts.append("<table border='1'>")
            for row in group:
                cells = "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row)
                parts.append(f"<tr>{cells}</tr>")
            parts.append("</table>")
        else:
            parts.append(f"<p>&emsp;&emsp;<span>{html.escape(group[0])}</span></p>")
    parts.append("</div><footer>版权所有</footer></body></html>")
    return "\n".join(parts).encode()


def as_docx(text: str) -> bytes:
    """A Word document with real tables."""
    document = docx.Document()
    for group in groups(text):
        if isinstance(group[0], list):
            table = document.add_table(rows=0, cols=len(group[0]))
            for row in group:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(group[0])
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def as_xlsx(text: str) -> bytes:
    """A workbook with a line or a table row a row."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for group in groups(text):
        for row in group if isinstance(group[0], list) else [group]:
            sheet.append([int(cell) if str(cell).isdigit() else cell for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_ofd(text: str) -> bytes:
    """An OFD file of one page, a line every 6 mm."""
    lines: list[str] = []
    y = 20.0
    for first, *_ in groups(text):
        assert isinstance(first, str)
        for line in [first[at : at + 30] for at in range(0, len(first), 30)]:
            left = 28.0 if line == first[:30] else 20.0
            lines.append(
                f'<ofd:TextObject ID="{len(lines) + 10}" Boundary="{left} {y} 170 6" Font="2" '
                f'Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g {len(line) - 1} 5">'
                f"{html.escape(line)}</ofd:TextCode></ofd:TextObject>"
            )
            y += 6.0
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    files = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
        "</ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="3">'
        + "".join(lines)
        + "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, xml in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return content.getvalue()


def as_pdf(text: str) -> bytes:
    """Printed pages with a text layer, ruled tables and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK"
    )
    cell_style = ParagraphStyle(
        "cell", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK"
    )
    story = []
    for group in groups(text):
        if isinstance(group[0], list):
            cells = [[Printed(html.escape(cell), cell_style) for cell in row] for row in group]
            widths = [40] + [410 // (len(group[0]) - 1)] * (len(group[0]) - 1)
            ruled = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
            story.append(Table(cells, colWidths=widths, style=ruled))
        else:
            story.append(Printed(html.escape(group[0]), body))
        story.append(Spacer(1, 4))

    def number(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 12)  # type: ignore[attr-defined]
        canvas.drawCentredString(A4[0] / 2, 40, f"— {document.page} —")  # type: ignore[attr-defined]

    content = io.BytesIO()
    template = SimpleDocTemplate(content, pagesize=A4)
    template.build(story, onFirstPage=number, onLaterPages=number)
    return content.getvalue()
