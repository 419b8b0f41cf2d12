"""The lines before the first sentence, sorted: number, title, metadata, addressees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.blocks import Block, Row
from loaders.numbering import read_label
from loaders.parts import ONLY_DATE
from loaders.signers import SIGNER, split_signers

_OPEN, _CLOSE = "〔﹝\\[【（(［〖", "〕﹞\\]】）)］〗"
NUMBER = re.compile(
    rf"""
    (?P<letters> [一-鿿][一-鿿（）]{{0,19}}? ) \s*
    [{_OPEN}] \s* (?P<year> (?:19|20)[0-9]{{2}} ) \s* 年? \s* [{_CLOSE}] \s*
    第? \s* (?P<serial> [0-9]{{1,5}} ) \s* 号?               # 豫政〔2021〕2号  国发[2019] 4 号
    """,
    re.VERBOSE,
)
_ORDER = re.compile(r"第\s*(?P<serial>[0-9]{1,4})\s*号")
_FIELDS = {
    "number": "发文字号|文号|文件编号|发文号",
    "title": "标题|名称|文件名称|信息名称",
    "issuer": "发文机关|发文单位|制发机关|制定机关|发布机关|发文部门",
    "signed": "成文日期|发文日期|成文时间|发文时间|签发日期",
    "other": "索引号|主题分类|主题词|发布日期|发布机构|分类|体裁分类|组配分类|生成日期|实施日期|失效日期|统一编号|文件状态|有效性|时效"
    "|公开方式|公开范围|公开时限|关键词|来源|信息来源|发表时间|发布时间|时间|浏览量|浏览次数|浏览字号|字号|字体|分享到|分享|当前位置"
    "|您当前所在的位置|您的位置|责任编辑|作者|打印|内容概述|效力状态|废止日期|登记号|公开日期|公开类别|信息分类|点击数|点击量|访问量",
}
_FIELD = re.compile(
    rf"""
    \s* (?: {"|".join(rf"(?P<{name}>{keys})" for name, keys in _FIELDS.items())} )
    \s* (?: [:：] \s* (?P<value> .* ) | $ )
    """,
    re.VERBOSE | re.DOTALL,
)
_SITE = re.compile(
    r"首页|当前位置|A[+-]|[大中小\s]+$|【|】|-?次$|-+$|点击查看|公众号|基本信息|扫一扫|打印|.{0,6}字体|分享|浏览|"
    r"（?此件|（?主动公开|(?:[0-9-]{8,10}\s*)?(?:[0-9]{2}:){1,2}[0-9]{2}"
)
_RED_HEAD = re.compile(r"(?P<names>.{2,80}?)\s*文\s*件|(?P<before>.{2,60})\s+文\s*件\s*")
_ORDER_HEAD = re.compile(r"(?P<name>[一-鿿]{2,30})(?:令|公告)")
_VERB = r"(?:关于|公告$|印发|转发|批转|发布|公布|对|同意|批准)"
CARRIES = re.compile(r"(?:印发|转发|批转|发布|公布|颁布|颁发)")
CARRIED = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁布|颁发)(?:施行|实施)?《?(?P<title>.{4,}?)》?的通知$"
)
ORDER_WORD = re.compile(r"^中华人民共和国(?=国务院)|(?:令|公告)$")
DRAFT = re.compile(r"[（(](?:公开)?(?:征求意见稿?|讨论稿|送审稿|草案|草稿)[)）]$")
REPOST = re.compile(r"^[（(]?转[载发][)）]\s*")


_LONGEST_ADDRESS = 1000
_MOST_TITLE_LINES = 8
_LONGEST_TITLE = 300


@dataclass
class Head:
    """What stands before the first sentence, line by line sorted out."""

    fields: dict[str, str] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    red_heads: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    addressees: str = ""
    size: int = 0


def read_head(blocks: Sequence[Block]) -> Head:
    """Sort the lines before the first sentence of the main text."""
    head = Head()
    lines = list(_head_lines(blocks))
    waiting: str | None = None
    group: list[str] = []

    def close() -> None:
        if head.red_heads and all(split_signers(line) for line in group):
            head.red_heads += group
        elif group and sum(map(len, group)) <= _LONGEST_TITLE:
            head.titles.append(join_title(group))
        group.clear()

    for place, (words, is_row) in enumerate(lines):
        squashed = re.sub(r"[\s\u3000]+", "", words)
        found = _FIELD.fullmatch(_close_key(words))
        if found:
            close()
            waiting = _note_field(head, found)
        elif waiting and not _is_prose(words):
            head.fields.setdefault(waiting, words.strip())
            waiting = None
        elif is_row:
            break
        elif number := NUMBER.fullmatch(squashed):
            close()
            head.numbers.append(format_number(number))
        elif _ORDER.fullmatch(squashed):
            close()
            head.numbers.append((head.red_heads[-1] if head.red_heads else "") + squashed)
        elif ONLY_DATE.fullmatch(words) or (_SITE.match(words) and len(words) < 60):
            close()
        elif red := _RED_HEAD.fullmatch(words):
            close()
            head.red_heads.append((red["names"] or red["before"]).strip())
        elif _ORDER_HEAD.fullmatch(squashed):
            close()
            head.red_heads.append(squashed)
        elif _is_address(squashed):
            close()
            head.addressees = words.strip(" \u3000:：")
            head.size = place + 1
            return head
        elif _is_prose(words):
            break
        elif group and DRAFT.fullmatch(squashed):
            close()
            head.marks.append(squashed)
        else:
            if len(group) == _MOST_TITLE_LINES:
                close()
            group.append(words)
        head.size = place + 1
    close()
    return head


def _is_address(words: str) -> bool:
    """Whether a line names whom the document goes to: 各县、区人民政府，市直有关部门："""
    return (
        words.endswith(("：", ":"))
        and 3 < len(words) < _LONGEST_ADDRESS
        and not re.search(r"。|[如以]下[：:]$|^(?:根据|按照|为|经)", words)
    )


def _head_lines(blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    for block in blocks:
        if isinstance(block, Row):
            yield "\t".join(cell.chars for cell in block.cells), True
        else:
            yield block.text.chars, False


def _close_key(words: str) -> str:
    """索 引 号： without its spaces."""
    key, colon, rest = words.partition("：" if "：" in words[:14] else ":")
    return re.sub(r"[\s\u3000]+", "", key) + colon + rest


def _note_field(head: Head, found: re.Match[str]) -> str | None:
    """Keep the fields of one metadata line; return the field whose value is on the next line."""
    name = next(name for name in _FIELDS if found[name])
    value = (found["value"] or "").strip()
    cells = [cell.strip() for cell in value.split("\t")]
    if name != "other" and cells[0]:
        head.fields.setdefault(name, cells[0])
    for key, cell in zip(cells, cells[1:], strict=False):
        other = _FIELD.fullmatch(re.sub(r"[\s\u3000]+", "", key))
        if other and not other["other"] and cell:
            head.fields.setdefault(next(n for n in _FIELDS if other[n]), cell)
    return name if not value else None


def _is_prose(words: str) -> bool:
    label = read_label(words)
    return (
        bool(label)
        or "。" in words
        or words.startswith("——")
        or (len(words) > 60 and "，" in words)
    )


def format_number(found: re.Match[str]) -> str:
    """A document number with the brackets of GB/T 9704: 豫政〔2021〕2号."""
    letters = re.sub(r"\s", "", found["letters"])
    end = "号" if found[0].rstrip().endswith("号") else ""
    return f"{letters}〔{found['year']}〕{found['serial']}{end}"


def join_title(lines: Sequence[str]) -> str:
    """The lines of a title as one: only the spaces between issuers stay.

    >>> join_title(["教育部 河南省人民政府 关于推进技能社会建设的 意见"])
    '教育部 河南省人民政府关于推进技能社会建设的意见'
    """
    joined = ""
    for line in (line.strip() for line in lines):
        parted = joined and split_signers(joined.split()[-1]) and split_signers(line.split()[0])
        joined += (" " if parted else "") + line
    verb = re.search(_VERB, joined)
    if not verb:
        return re.sub(r"(?<=[^\x00-\x7f])[\s\u3000]+|[\s\u3000]+(?=[^\x00-\x7f])", "", joined)
    issuers = " ".join(joined[: verb.start()].split())
    rest = re.sub(
        r"(?<=[^\x00-\x7f])[\s\u3000]+|[\s\u3000]+(?=[^\x00-\x7f])", "", joined[verb.start() :]
    )
    return issuers + rest


def title_issuers(title: str) -> tuple[str, ...]:
    """The bodies that a title opens with.

    >>> title_issuers("教育部 河南省人民政府关于推进技能社会建设的意见")
    ('教育部', '河南省人民政府')
    """
    before = re.match(rf"(?P<names>.{{2,200}}?)(?={_VERB}|公告|[一二][九〇○零].{{2}}年)", title)
    if not before:
        return ()
    names = [name for name in re.split(r"[\s、]+", before["names"]) if name]
    return tuple(names) if all(SIGNER.fullmatch(name) for name in names) else ()


_BODY_END = re.compile(
    r"(?:政府|管委会|部门|单位|司局|[^方]委|[局办厅院部会校处组团]|机构|企业|公司|中心|街道|军区|部委|委员会|警备区)"
    r"(?:[（(][^）)]*[)）])?$"
)


def split_addressees(words: str) -> tuple[str, ...]:
    """The addressees one by one; a list under one head noun stays together.

    >>> split_addressees("各县、区人民政府，教育部各司局、各有关直属单位")
    ('各县、区人民政府', '教育部各司局', '各有关直属单位')
    """
    found: list[str] = []
    for part in re.split(r"[，,；;](?![^（(]*[)）])", words):
        open_part = ""
        for piece in re.split(r"、(?![^（(]*[)）])(?!.{1,2}$)(?!.、)", part):
            open_part += ("、" if open_part else "") + piece.strip()
            if _BODY_END.search(open_part):
                found.append(open_part)
                open_part = ""
        if open_part:
            found.append(open_part)
    return tuple(each for each in found if each)


def genre_of(title: str, genres: Sequence[str]) -> str | None:
    """The genre that a title ends with: 意见, 实施方案."""
    bare = re.sub(r"(?:[（(][^（()）]*[)）])+$", "", title.strip())
    return max((genre for genre in genres if bare.endswith(genre)), key=len, default=None)
