"""发文字号: the letters of the issuer, a year in brackets, a serial number."""

from __future__ import annotations

import re

_OPEN, _CLOSE = "〔﹝\\[【（(［〖", "〕﹞\\]】）)］〗"

NUMBER = re.compile(
    rf"""
    (?P<letters> [一-鿿][一-鿿（）]{{0,19}}? ) \s{{0,9}}
    [{_OPEN}] \s{{0,9}} (?P<year> (?:19|20)[0-9]{{2}} ) \s{{0,9}} 年? \s{{0,9}} [{_CLOSE}] \s{{0,9}}
    第? \s{{0,9}} (?P<serial> [0-9]{{1,5}} ) (?P<end> \s{{0,9}} 号 )?
    """,
    re.VERBOSE,
)  # 豫政〔2021〕2号   国发[2019] 4 号   工信部信管函﹝2020﹞224号
ORDER_NUMBER = re.compile(r"第\s{0,9}[0-9]{1,5}\s{0,9}号")  # 第179号


def format_number(found: re.Match[str]) -> str:
    """Write a number with the brackets of GB/T 9704.

    >>> format_number(NUMBER.match("国发[2019] 4 号"))
    '国发〔2019〕4号'
    """
    letters = re.sub(r"\s", "", found["letters"])
    end = "号" if found["end"] else ""
    return f"{letters}〔{found['year']}〕{found['serial']}{end}"
