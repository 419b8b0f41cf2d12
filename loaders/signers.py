"""Lines that name nothing but the bodies that issue a document."""

from __future__ import annotations

import re

_ORGAN = (
    r"(?:政府|办公[厅室]|委员会|[^会]委|[厅局部院署社处办]|中心|管委会?|总队|支队|军区|军委|联合会|总工会"
    r"|党委|公司|集团|银行|协会|联|专班|领导小组|指挥部|法院|检察院|国务院|中共中央|科技委)"
)
SIGNER = re.compile(rf"[一-鿿（）()、·]{{2,40}}?{_ORGAN}(?:[（(][一-鿿]{{1,20}}[)）])?")


def split_signers(words: str) -> tuple[str, ...]:
    """Part the bodies that a line of a signature names; none where it names something else.

    >>> split_signers("广州市民政局  广州市财政局"), split_signers("市　长：温国辉")
    (('广州市民政局', '广州市财政局'), ())
    """
    if len(words) > 300:
        return ()
    names = re.split(r"[\s\u3000]+", re.sub(r"&\w+;", "", words).strip())
    if all(SIGNER.fullmatch(name) for name in names):
        return tuple(names)
    joined = re.sub(r"[\s\u3000]", "", words)
    return (joined,) if len(joined) < 30 and SIGNER.fullmatch(joined) else ()
