"""Titles and numbers of official documents, in the form in which they are compared.

A title is printed with the issuers before it, inside the title of the notice that carries it, in
brackets within brackets, with the spaces of the typesetter. `core_title` is what stays the same.
"""

from __future__ import annotations

import re
import unicodedata

_ISSUERS = r"""
    (?!贯彻|落实|执行|学习|实施|修改|废止|印发)      # 贯彻落实国务院关于… is no issuer
    (?:(?!转发|批转)[^《》])*?
    (?:[府院厅室委部局会署办司行团组处所区县市省州盟旗]|公司|集团|中心|学校|大学|等\d*个?(?:部门|单位|机关))
"""
_ISSUED = re.compile(  # 教育部 河南省人民政府关于深化职业教育改革推进技能社会建设的意见
    rf"^(?P<issuers>{_ISSUERS})\s*(?P<matter>(?:关于|转发|批转).+)$", re.VERBOSE
)
_NOTICE = re.compile(  # 国务院关于印发国家职业教育改革实施方案的通知; 国务院办公厅印发关于…的意见
    rf"""^(?P<issuers>{_ISSUERS})?\s*(?:关于)?
    (?:印发|下发|发布|公布|颁布|颁发)(?:实施)?
    (?P<carried>.+?)
    (?P<tail>的?(?:通知|公告|通告|决定|命令|令|函))?$""",
    re.VERBOSE,
)
_UNNAMED = re.compile(  # 《办法》, 《实施方案》, 《省实施办法》
    r"^[国省市县区本]?(?:总体|专项|实施|行动|工作|管理|暂行|若干)*"
    r"(?:办法|规划|方案|意见|细则|计划|通知|公告|措施|纲要|目录|清单|条例|规定|决定|报告)$"
)
_NUMBER = re.compile(  # 国发〔2019〕4号
    r"^(?P<agency>.*?)〔(?P<year>\d{4})〕第?0*(?P<serial>\d+)号?$"
)
_SPACE_BESIDE_CHINESE = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_SIGNS = str.maketrans("()[]【】〈〉<>―–~～〜", "（）〔〕〔〕《》《》—————")


def core_title(title: str) -> str:
    """Find the title of the policy itself: no issuers before it, no notice around it, no brackets.

    >>> core_title("国务院关于印发〈国家职业教育改革实施方案〉的通知")
    '国家职业教育改革实施方案'
    >>> core_title("教育部 河南省人民政府关于深化职业教育改革推进技能社会建设的意见")
    '关于深化职业教育改革推进技能社会建设的意见'
    """
    return parted_title(title)[1]


def parted_title(title: str) -> tuple[tuple[str, ...], str]:
    """Part a title into the issuers it names and its core."""
    title = _unbracketed(unicodedata.normalize("NFC", title).translate(_SIGNS).strip())
    if (notice := _NOTICE.match(title)) and (notice["issuers"] or notice["tail"]):
        issuers, core = parted_title(notice["carried"])
        return _bodies(notice["issuers"] or "") + issuers, core
    if issued := _ISSUED.match(title):
        return _bodies(issued["issuers"]), closed_up(issued["matter"])
    return (), closed_up(title)


def _unbracketed(title: str) -> str:
    """Take off a pair of 《》 that stands around the whole title."""
    if title.startswith("《") and title.find("》") == len(title) - 1:
        return title[1:-1]
    return title


def _bodies(words: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[\s、，,]+", words)))


def closed_up(text: str) -> str:
    """Take out the spaces that typesetting puts between Chinese words."""
    return _SPACE_BESIDE_CHINESE.sub("", text.strip())


def comparable_title(title: str | None) -> str | None:
    """Fold a title to what makes it that title: its core without 关于, spaces and quote marks."""
    if not title:
        return None
    folded = re.sub(r"\s|[“”‘’\"']", "", unicodedata.normalize("NFKC", core_title(title)))
    folded = re.sub(r"(?<=\d)[-—](?=\d)", "—", folded)  # 2026-2028 is 2026—2028
    return folded.removeprefix("关于") or None


def comparable_number(number: str | None) -> str | None:
    """Write a document number with 〔〕 and no spaces, however its brackets are printed."""
    if not number:
        return None
    number = re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).translate(_SIGNS)
    number = re.sub(r"^（(.*)）$", r"\1", number)
    if match := _NUMBER.match(number):
        return f"{match['agency']}〔{match['year']}〕{match['serial']}号"
    return number


def is_unnamed(title: str | None) -> bool:
    """Tell a short form (《办法》, 《实施方案》) that the same text gives in full elsewhere."""
    return _UNNAMED.match(title or "") is not None
