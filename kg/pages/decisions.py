"""`POST /review/decide`: what a reader says of two items, from any page that shows their link.

Pages that show links take `decisions(visit)` and give `.on(lower, upper, …)` of each link to the
macro `decision_bar` of `templates/decision.html`, which shows what stands decided and the buttons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final, cast

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.exports.stored_links import item_ref
from kg.language import say
from kg.pages.address import address
from kg.pages.posting import back, gone_to, json_response, likes_json, posted, text
from kg.pages.visit import Visit
from kg.review.decide import Answer, Overtaken, undo
from kg.review.decision import Verdict
from kg.review.file import BusyDecisions
from kg.review.held import Forbidden, UnknownItem
from kg.review.ledger import Force, Ledger, OnPair
from kg.review.record import Said, record
from kg.review.sheet import one_line
from kg.server.errors import Refusal
from kg.server.writing import Desk, desk, remember_reviewer, reviewer_name
from kg.views.words import LINKS
from kg.vocabulary import concepts
from loaders.errors import ZhengmaiError

ANSWERS: Final = {"accept": "1", "relate": "2", "reject": "3"}
"""The answers, with their keys: digits, because a Chinese input method swallows letters."""
LONGEST_REASON: Final = 500
_STATUSES: Final[Mapping[type[ZhengmaiError], int]] = {
    Overtaken: 409,
    Forbidden: 422,
    UnknownItem: 404,
    BusyDecisions: 503,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands decided on a link, for the macro `decision_bar`."""

    pair: OnPair
    desk: Desk
    accepting: str
    """What the button to accept says."""
    within: bool
    """Whether both items are of one document, where nothing is merely related."""
    id: str
    back: str
    """Where the reader goes after deciding."""
    skip: str = ""
    """Where the reader goes without deciding, in a queue."""

    @property
    def force(self) -> Force:
        """How the graph takes it: see `kg.review.ledger.Force`."""
        return self.pair.force

    @property
    def answer(self) -> Answer | None:
        """The answer that stands, None for none."""
        return answer_of(self.pair.verdict) if self.pair.verdict else None

    @property
    def word(self) -> str:
        """What was decided: 落实, 相关, 不成立."""
        return verdict_word(self.pair.verdict) if self.pair.verdict else ""

    @property
    def forced(self) -> str:
        """How the graph takes it, in words."""
        return force_word(self.pair.force)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What stands decided, as a page asks for it."""

    ledger: Ledger
    desk: Desk
    here: str

    def on(
        self,
        lower: str,
        upper: str,
        kind: str = "",
        basis: str = "",
        back: str = "",
        skip: str = "",
    ) -> Standing:
        """What stands decided on two items; `kind` and `basis` of their link name the button."""
        within = lower.partition("#")[0] == upper.partition("#")[0]
        if kind in ("", "relatedTo"):
            kind = "restates" if within else "alignedWith" if basis == "none" else "implements"
        return Standing(
            self.ledger.on(lower, upper),
            self.desk,
            say(*LINKS[kind][:2]),
            within,
            f"on-{sha256(f'{lower} {upper}'.encode()).hexdigest()[:8]}",
            back or self.here,
            skip,
        )


def routes() -> list[BaseRoute]:
    """Where decisions are sent."""
    return posted("/review/decide", _decide)


def decisions(visit: Visit) -> Decisions:
    """What stands decided, for the links of a page."""
    request = visit.request
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Decisions(request.app.state.ledger, desk(request), here)


def answer_of(verdict: Verdict) -> Answer:
    """The answer that makes a verdict."""
    if verdict.negated:
        return "reject"
    return "relate" if verdict.kind == "relatedTo" else "accept"


def verdict_word(verdict: Verdict) -> str:
    """What a verdict says in a word: 落实, 相关, 不成立."""
    return say(*(concepts("review")["rejected"].names if verdict.negated else LINKS[verdict.kind]))


def force_word(force: Force) -> str:
    """How the graph takes a decision, in words; "" where none stands."""
    if force == "pending":
        return say("已记下，下次建库生效", "recorded; in force with the next build")
    if force == "withdrawn":
        return say("已撤回，下次建库生效", "taken back; in force with the next build")
    return say(*concepts("standing")[force].names) if force else ""


def _decide(visit: Visit, form: FormData) -> Response:
    lower, upper, asked = text(form, "lower"), text(form, "upper"), text(form, "answer")
    seen = text(form, "seen") if "seen" in form else None
    reviewer = reviewer_name(text(form, "reviewer")) or decisions(visit).desk.reviewer
    if not reviewer:
        raise Refusal(400, "先写核对人的姓名", "write the name of the reviewer first")
    try:
        if asked == "undo":
            words = _undo(visit, lower, upper, seen)
        elif asked in ANSWERS:
            reason = one_line(text(form, "reason"))[:LONGEST_REASON]
            said = Said(lower, upper, cast(Answer, asked), reason, seen=seen)
            words = _record(visit, said, reviewer)
        else:
            raise Refusal(400, f"没有“{asked}”这种结论", f"there is no answer {asked}")
    except tuple(_STATUSES) as error:
        raise Refusal(_STATUSES[type(error)], error.zh, error.en) from error
    response = _told(visit, form, lower, upper, words)
    remember_reviewer(response, reviewer)
    return response


def _record(visit: Visit, said: Said, reviewer: str) -> str:
    state = visit.request.app.state
    (made,) = record([said], state.ledger.file, state.endpoint, reviewer, date.today().isoformat())
    words = say("已记下：", "Recorded: ") + verdict_word(made.decision.verdict)
    replaced = made.replaced
    if replaced and replaced.verdict != made.decision.verdict:
        before = f"{verdict_word(replaced.verdict)} ({replaced.verdict.reviewer})"
        words += say(f"，取代 {before}", f", instead of {before}")
    return words


def _undo(visit: Visit, lower: str, upper: str, seen: str | None) -> str:
    file = visit.request.app.state.ledger.file
    undone = undo(file, item_ref(lower), item_ref(upper), seen)
    if undone is None:
        raise Refusal(409, "这一对没有结论可撤", "there is no decision on the pair to take back")
    taken, before = undone
    words = say("已撤回：", "Taken back: ") + verdict_word(taken.verdict)
    if before:
        again = f"{verdict_word(before.verdict)} ({before.verdict.reviewer})"
        words += say(f"，恢复 {again}", f"; in force again: {again}")
    return words


def _told(visit: Visit, form: FormData, lower: str, upper: str, words: str) -> Response:
    found = decisions(visit).on(lower, upper)
    if likes_json(visit.request):
        return json_response(
            {
                "said": words,
                "seen": found.pair.seen,
                "answer": found.answer,
                "word": found.word,
                "force": found.force,
                "forced": found.forced,
                **count_of(visit),
            }
        )
    way = back(form, address("/review"))
    return gone_to(way if "#" in way else f"{way}#{found.id}")


def count_of(visit: Visit) -> dict[str, int]:
    """How much was decided: today, and since the build."""
    ledger: Ledger = visit.request.app.state.ledger
    today = date.today().isoformat()
    decided = [one for one in ledger.decisions() if one.verdict.date == today]
    return {"today": len(decided), "pending": ledger.pending()}
