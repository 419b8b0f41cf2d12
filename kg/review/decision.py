"""What a person decided about two items, on which words, and what was decided before.

A decision is about a pair: its items belong together (and how), share a topic only, or do not
belong together. There is one for each pair; what it replaced stays with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from kg.align.link import ItemRef, LinkKind

State = Literal["accepted", "related", "rejected"]
Pair = tuple[ItemRef, ItemRef]

KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
_EARLIER = re.compile(
    r"""(?P<date>\d{4}-\d{2}-\d{2}|-)\ (?P<negated>Not\ )?zm:(?P<kind>\w+)\ (?P<reviewer>[^：]+)
        (?:：(?P<reason>.+))?        # 2026-03-01 Not zm:implements 张三：只有主题相同""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person said of a pair: that its link is of this kind, or is not (`negated`).

    `date` is an ISO date, "" where it is not known.
    """

    kind: LinkKind
    negated: bool
    reviewer: str
    date: str = ""
    reason: str = ""

    @property
    def state(self) -> State:
        """Name what the verdict makes of the pair."""
        if self.negated:
            return "rejected"
        return "related" if self.kind == "relatedTo" else "accepted"

    def __str__(self) -> str:
        negated = "Not " if self.negated else ""
        reason = f"：{self.reason}" if self.reason else ""
        reviewer = self.reviewer.replace("：", " ")
        return f"{self.date or '-'} {negated}zm:{self.kind} {reviewer}{reason}"


def verdict_of(words: str) -> Verdict | None:
    """Read what `str` makes of a verdict; None for other words.

    >>> verdict_of("2026-03-01 Not zm:implements 张三：只有主题相同").reason
    '只有主题相同'
    """
    found = _EARLIER.fullmatch(words)
    kind = next((kind for kind in KINDS if found and kind == found["kind"]), None)
    if found is None or kind is None:
        return None
    date = "" if found["date"] == "-" else found["date"]
    return Verdict(kind, bool(found["negated"]), found["reviewer"], date, found["reason"] or "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that a decision was made on: both items' text and what they share.

    Labels are for people who read the file. Each is one line of text, and may be "" or empty
    where a decision was written by hand.
    """

    subject: str = ""
    object: str = ""
    shared: tuple[str, ...] = ()
    subject_label: str = ""
    object_label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on a pair, in the order of a link: `subject` is the lower item.

    `earlier` are the verdicts that it replaced, the latest first, as they are written down.
    """

    subject: ItemRef
    object: ItemRef
    verdict: Verdict
    evidence: Evidence = Evidence()
    earlier: tuple[str, ...] = ()

    @property
    def pair(self) -> Pair:
        """The two items."""
        return self.subject, self.object

    def after(self, replaced: Decision | None) -> Decision:
        """Return the decision with what was decided before it; nothing is said twice."""
        if replaced is None:
            return self
        before = dict.fromkeys((str(replaced.verdict), *replaced.earlier, *self.earlier))
        return replace(self, earlier=tuple(words for words in before if words != str(self.verdict)))

    def undone(self) -> Decision | None:
        """Return the decision before this one; None where there was none.

        Verdicts that somebody wrote in words of their own are passed over.
        """
        for place, words in enumerate(self.earlier):
            if verdict := verdict_of(words):
                return replace(self, verdict=verdict, earlier=self.earlier[place + 1 :])
        return None
