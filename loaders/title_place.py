"""Which jurisdiction a bare title speaks for, where neither issuer nor number is known.

A document that is only cited is often no more than a title: 河南省职业教育校企合作促进办法. What
such a title opens with, the full name of a place or a word of the nation, is whose it is. A place
further on may be what the document is about, and a short name may belong to a university.
"""

from __future__ import annotations

import re
from functools import cache

from loaders.bodies.lines import lines
from loaders.divisions import NATION, FoundPlace, leading_place

_WHEN = re.compile(  # 2021年, 2021-2025年, “十四五”时期
    r"^(?:\d{4}(?:[-—–－]\d{4})?年度?|[“\"]?十[一二三四五六七八九]五[”\"]?(?:时期|期间)?)*"
)
_PARTY = re.compile(r"^(?:中国共产党|中共)")  # 中共河南省委
_NATIONAL = re.compile(  # 中华人民共和国职业教育法; 中国（河南）自由贸易试验区 is no national one
    r"^(?:中华人民共和国|中国(?!（)|中共中央|中央|国务院|国家|全国)"
)


def place_opening(title: str) -> FoundPlace | None:
    """Find the place whose full name `title` opens with, or the nation.

    >>> place_opening("驻马店市深化产教融合促进高质量跨越发展实施方案").place.name
    '驻马店市'
    >>> place_opening("关于推动现代职业教育高质量发展的意见")
    """
    words = _WHEN.sub("", title.lstrip("《"))
    if found := leading_place(_PARTY.sub("", words), short=False):
        return FoundPlace(found[0], "title", title)
    if _NATIONAL.match(words) or words.startswith(_national_bodies()):
        return FoundPlace(NATION, "title", title)
    return None


@cache
def _national_bodies() -> tuple[str, ...]:
    return tuple(line.national for line in lines().values() if line.national)
