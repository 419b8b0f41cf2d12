"""What an implementation table says in cells, title and notes: the same in Word and in Excel."""

from __future__ import annotations

from importlib.metadata import version

from kg.exports.implementation import ImplementationRow, ImplementationTable, Side
from kg.language import say
from kg.views.compare import TargetRow
from kg.views.coverage_cells import STATES, state_word
from kg.views.facts import DocumentFacts
from kg.views.words import LINKS, OUTCOMES, REVIEWS, confidence, day
from kg.vocabulary import concepts

_SHARED_SHOWN, _LONGEST = 3, 24


def title(table: ImplementationTable) -> str:
    """驻马店市落实豫政〔2021〕2号对照表."""
    upper = table.upper.number or f"《{table.upper.title}》"
    who = place(table.lowers[0]) if len(table.lowers) == 1 else say("各地", "")
    return say(f"{who}落实{upper}对照表", f"Implementation of {upper} {who}".strip())


def subtitle(table: ImplementationTable) -> str:
    """The titles of the documents compared."""
    lowers = "".join(f"《{one.title}》{_number(one)}" for one in table.lowers[:3])
    more = len(table.lowers) - 3
    rest = say(f"等 {len(table.lowers)} 份", f", {len(table.lowers)} in all") if more > 0 else ""
    upper = f"《{table.upper.title}》{_number(table.upper)}"
    return say(f"{upper}——{lowers}{rest}", f"{upper} — {lowers}{rest}")


def summary(table: ImplementationTable) -> str:
    """省级 67 项：落实 48，相关 1，查无 12，未核对 6."""
    counts = table.counts
    said = say("，", ", ").join(f"{state_word(state)} {counts[state]}" for state in STATES)
    level, total = table.upper.level, sum(counts.values())
    own = len(table.own)
    more = say(f"。下级自有 {own} 项", f". {own} lower items of their own") if own else ""
    return say(f"{level.zh}级 {total} 项：{said}{more}。", f"{total} items above: {said}{more}.")


def heads(table: ImplementationTable) -> tuple[str, ...]:
    """The heads of the table on paper."""
    upper, lower = levels(table)
    return (
        say("序号", "No."),
        say(f"{upper}级条目", f"Item ({upper})"),
        say(f"{lower}级条款", f"Clause ({lower})"),
        say("责任单位", "Responsible"),
        say("目标", "Targets"),
        say("状态", "State"),
        say("依据与证据", "Basis and evidence"),
    )


def levels(table: ImplementationTable) -> tuple[str, str]:
    """What the two levels are called: 省 and 市, province and city."""
    lower = table.lowers[0].level
    return table.upper.level.said, lower.said


def place(document: DocumentFacts) -> str:
    """Where a document is from, else what it is called."""
    return document.place or document.name


def named(side: Side) -> str:
    """The number of an item, with its heading where it has one."""
    return f"{side.item.name}　{side.item.title}".strip()


def target(row: TargetRow) -> str:
    """省级课程思政优秀教师数：500 名 → 100 名（改了数）."""
    above = row.upper.amount if row.upper else "—"
    below = row.lower.amount if row.lower else "—"
    outcome = outcome_word(row)
    return say(
        f"{row.indicator}：{above} → {below}（{outcome}）",
        f"{row.indicator}: {above} → {below} ({outcome})",
    )


def outcome_word(row: TargetRow) -> str:
    """What became of a target."""
    if row.outcome == "own":
        return say("下级自定", "lower only")
    return say(*OUTCOMES[row.outcome]) if row.outcome in OUTCOMES else row.outcome


def reviewed(row: ImplementationRow) -> str:
    """Who decided, when; or that nobody has."""
    if row.decision:
        return f"{row.decision.reviewer} {day(row.decision.date)}".strip()
    return say(*REVIEWS["unreviewed"]) if row.link else ""


def basis(row: ImplementationRow) -> str:
    """Whether the lower document declares the upper one as its basis."""
    known = concepts("basis").get(row.link.basis) if row.link else None
    return say(*known.names) if known else ""


def evidence(row: ImplementationRow) -> tuple[str, ...]:
    """The basis, the confidence and the words shared, a line each."""
    if row.link is None:
        return ()
    sure, on = confidence(row.link.confidence), basis(row)
    said = (
        say(f"依据：{on}", f"Basis: {on}") if on else "",
        say(f"把握：{sure}", f"Confidence: {sure}") if sure else "",
        _shared(row.shared),
    )
    return tuple(filter(None, said))


def _shared(words: tuple[str, ...]) -> str:
    """The longest of the words shared, in their order, and how many there are."""
    if not words:
        return ""
    longest = set(sorted(words, key=len, reverse=True)[:_SHARED_SHOWN])
    shown = [
        f"“{one if len(one) <= _LONGEST else one[:_LONGEST] + '…'}”"
        for one in words
        if one in longest
    ]
    more = say(f"等 {len(words)} 处", f", {len(words)} in all") if len(words) > len(shown) else ""
    return say("共有：", "Shared: ") + "".join(shown) + more


def notes(table: ImplementationTable) -> tuple[str, ...]:
    """What a reader must know to trust the table, and where it is from."""
    texts = (table.upper, *table.lowers)
    unreviewed, none, unseen = REVIEWS["unreviewed"], STATES["none"], STATES["open"]
    related = say(*LINKS["alignedWith"])
    return (
        say(
            "文字取自文件原文，“……”为删节，其中保留的是两处共有的文字和前后文。",
            "Words are those of the documents; “……” is what was left out around shared words.",
        ),
        say(
            f"关联由政脉 {version('zhengmai')} 比对得出；“{unreviewed.zh}”的没有经人核对，"
            f"“{related}”的内容相同而早于上级或没有写明依据，不计入落实。",
            f"Links were computed by Zhengmai {version('zhengmai')}; “{unreviewed.en}” means that "
            f"nobody has reviewed them, “{related}” that the content is the same but earlier or "
            "without a declared basis: not counted as implemented.",
        ),
        say(
            f"“{none[0]}”是比对过而没有找到，“{unseen[0]}”是没有比对过。",
            f"“{none[1]}”: searched in vain; “{unseen[1]}”: nothing was compared.",
        ),
        say("文件：", "Documents: ")
        + say("；", "; ").join(f"{one.title}{_number(one)}" for one in texts)
        + say("。", "."),
    )


def _number(document: DocumentFacts) -> str:
    return f"（{document.number}）" if document.number else ""
