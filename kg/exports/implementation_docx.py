"""The implementation table as a Word document: A4 landscape, Song and Hei, heads on every page.

The table is written as XML rows: python-docx takes seconds for what a province's table needs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kg.exports import implementation_words as words
from kg.exports.implementation import ImplementationRow, ImplementationTable
from kg.language import language, say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_MADE = datetime(2000, 1, 1)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
_TITLE, _BODY, _CELL = 22, 10.5, 9  # points: 二号, 五号, 小五
_WIDTHS = (10, 57, 68, 34, 40, 16, 32)  # mm, together the width of A4 landscape less its margins
_MARGIN = 20  # mm
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def implementation_docx(tables: Sequence[ImplementationTable]) -> bytes:
    """Write the tables as one document, a page break between; same tables, same bytes."""
    from docx import Document

    document = Document()
    _drop_thumbnail(document)
    _set_page(document)
    for place, table in enumerate(tables):
        if place:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _add_table(document, table)
    properties = document.core_properties
    properties.title = words.title(tables[0])
    properties.author = properties.last_modified_by = "政脉 Zhengmai"
    properties.created = properties.modified = _MADE
    properties.language = "zh-CN" if language() == "zh" else "en"
    properties.comments = ""
    stream = io.BytesIO()
    document.save(stream)
    return _dated(stream.getvalue())


def _drop_thumbnail(document: Document) -> None:
    """Drop the picture of python-docx's empty template, which would stand for ours."""
    relations = document.part.package.rels
    for name, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[name]


def _set_page(document: Document) -> None:
    """Lay out the page, with its number below, and the fonts of all text."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(_BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _SONG)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_run(footer, "— ", _BODY)
    footer._p.append(
        parse_xml(f'<w:fldSimple {_W} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
    _add_run(footer, " —", _BODY)


def _add_table(document: Document, table: ImplementationTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.parser import parse_xml

    for text, size, font in (
        (words.title(table), _TITLE, _HEI),
        (words.subtitle(table), _BODY, _SONG),
        (words.summary(table), _BODY, _SONG),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add_run(paragraph, text, size, font)
    place = document.element.body.sectPr
    place.addprevious(parse_xml(_table_xml(table)))
    for number, note in enumerate(words.notes(table), 1):
        head = say("说明：", "Notes: ") if number == 1 else ""
        _add_run(document.add_paragraph(), f"{head}{number}. {note}", _CELL)


def _add_run(paragraph: Paragraph, text: str, size: float, font: str = _SONG) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(_NO_XML.sub("", text))
    run.font.size, run.font.name = Pt(size), _LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


# The table


def _table_xml(table: ImplementationTable) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in _WIDTHS)
    margins = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    properties = (
        f'<w:tblW w:w="{_twips(sum(_WIDTHS))}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
    )
    rows = "".join((_head_xml(table), *_rows_xml(table)))
    return f"<w:tbl {_W}><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _head_xml(table: ImplementationTable) -> str:
    cells = "".join(
        _cell_xml(width, [head], font=_HEI, centred=True)
        for width, head in zip(_WIDTHS, words.heads(table), strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _rows_xml(table: ImplementationTable) -> Iterator[str]:
    own = False
    for _, same in groupby(table.rows, key=lambda row: row.number):
        rows = list(same)
        if rows[0].upper is None and not own:
            own = True
            yield _band_xml(say("下级自有条目（上级查无）", "Items of the lower documents alone"))
        for place, row in enumerate(rows):
            merge = "" if len(rows) == 1 else "restart" if place == 0 else "continue"
            yield _row_xml(row, merge, several=len(table.lowers) > 1)


def _band_xml(text: str) -> str:
    cell = _cell_xml(sum(_WIDTHS), [text], font=_HEI, span=len(_WIDTHS))
    return f"<w:tr>{cell}</w:tr>"


def _row_xml(row: ImplementationRow, merge: str, several: bool) -> str:
    upper = [words.named(row.upper), row.upper.words] if row.upper else ["—"]
    lower = _lower(row, several)
    cells = (
        _cell_xml(_WIDTHS[0], [str(row.number)], merge=merge, centred=True),
        _cell_xml(_WIDTHS[1], upper, merge=merge),
        _cell_xml(_WIDTHS[2], lower),
        _cell_xml(_WIDTHS[3], _units(row)),
        _cell_xml(_WIDTHS[4], [words.target(one) for one in row.targets if one.upper]),
        _cell_xml(_WIDTHS[5], list(filter(None, (row.word, words.reviewed(row)))), centred=True),
        _cell_xml(_WIDTHS[6], words.evidence(row)),
    )
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _lower(row: ImplementationRow, several: bool) -> list[str]:
    if row.lower:
        named = words.named(row.lower)
        where = f"{words.place(row.places[0])}　" if several else ""
        return [f"{where}{named}", row.lower.words]
    if several:
        return [say("、", ", ").join(map(words.place, row.places))]
    return ["—"]


def _units(row: ImplementationRow) -> list[str]:
    sides = [side for side in (row.upper, row.lower) if side and side.units]
    return [
        say(
            f"{side.item.document.level.badge}：{'、'.join(side.units)}",
            f"{side.item.document.level.en}: {', '.join(side.units)}",
        )
        for side in sides
    ]


def _cell_xml(
    width: float,
    lines: Iterable[str],
    *,
    merge: str = "",
    font: str = _SONG,
    centred: bool = False,
    span: int = 1,
) -> str:
    properties = f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    aligned = '<w:jc w:val="center"/>' if centred else ""
    text = "" if merge == "continue" else None
    paragraphs = "".join(
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{aligned}</w:pPr>'
        f"{_run_xml(line, font)}</w:p>"
        for line in ([text] if text is not None else list(lines) or [""])
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _run_xml(text: str, font: str) -> str:
    fonts = f'w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{font}"'
    size = round(2 * _CELL)
    return (
        f'<w:r><w:rPr><w:rFonts {fonts}/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_NO_XML.sub("", text))}</w:t></w:r>'
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _dated(archive: bytes) -> bytes:
    """Write a zip file anew with one day for all its parts, in the order they have."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as read,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for part in read.infolist():
            fixed = zipfile.ZipInfo(part.filename, _ZIP_DAY)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            written.writestr(fixed, read.read(part))
    return stream.getvalue()
