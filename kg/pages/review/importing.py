"""`/review/import`: decisions from elsewhere; what they would change is shown before it is written.

A file is read twice, when it is shown and when it is taken over: the page itself carries it from
one to the other, so that nothing of it stays here where nobody takes it over.
"""

from __future__ import annotations

import tempfile
from base64 import b64decode, b64encode
from functools import partial
from pathlib import Path
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.language import say
from kg.pages.address import address
from kg.pages.decisions import decisions
from kg.pages.posting import gone_to, posted, text
from kg.pages.visit import Visit, pages
from kg.review.decide import write
from kg.review.exchange import Plan, plan
from kg.review.ledger import Ledger
from kg.review.sheet import BadSheet
from kg.review.stored import stored_held
from kg.server.errors import Refusal
from kg.server.writing import reviewer_name

MOST: Final = 2_000_000
"""Bytes of a file of decisions."""


def routes() -> list[BaseRoute]:
    """The page, and the form."""
    return [
        *pages("/review/import", partial(_page, found=None, name="", content=b"", reviewer="")),
        *posted("/review/import", _import, most=2 * MOST, files=1),
    ]


def _page(visit: Visit, found: Plan | None, name: str, content: bytes, reviewer: str) -> Response:
    return visit.show(
        "review/import.html",
        say("并入别处的核对结论", "Take over decisions from elsewhere"),
        door="review",
        plan=found,
        name=name,
        content=b64encode(content).decode(),
        reviewer=reviewer,
        desk=decisions(visit).desk,
        most=MOST // 1_000_000,
    )


def _import(visit: Visit, form: FormData) -> Response:
    """Show what a file would change, or write it."""
    name, content = _given(form)
    reviewer = reviewer_name(text(form, "reviewer"))
    ledger: Ledger = visit.request.app.state.ledger
    assert ledger.file is not None  # only who may write gets here
    found = _plan(visit, ledger, name, content, reviewer)
    if not text(form, "write"):
        return _page(visit, found, name, content, reviewer)
    overwrite = bool(text(form, "overwrite"))
    taken = [*found.new, *(one.theirs for one in found.conflicts if overwrite)]
    write(ledger.file, taken)
    return gone_to(address("/review/decided", {"state": "pending"}))


def _given(form: FormData) -> tuple[str, bytes]:
    """The name and content of the file that was sent, or that the page carried."""
    file = form.get("file")
    if isinstance(file, UploadFile) and file.filename:
        content = file.file.read(MOST + 1)
        if len(content) > MOST:
            raise Refusal(413, f"文件超过 {MOST:,} 字节", f"the file is longer than {MOST:,} bytes")
        return Path(file.filename.replace("\\", "/")).name, content
    carried = text(form, "content")
    if not carried:
        raise Refusal(400, "先选一个文件", "choose a file first")
    try:
        return text(form, "name"), b64decode(carried, validate=True)
    except ValueError as error:
        raise Refusal(400, "表单读不出来", "the form cannot be read") from error


def _plan(visit: Visit, ledger: Ledger, name: str, content: bytes, reviewer: str) -> Plan:
    hold = partial(stored_held, visit.request.app.state.endpoint)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix[:10]}"
        path.write_bytes(content)
        try:
            return plan(path, ledger.decisions().by_pair, hold, reviewer)
        except BadSheet as error:
            shown = name or path.name
            zh, en = (words.replace(path.name, shown) for words in (error.zh, error.en))
            raise Refusal(422, zh, en) from error
