"""Page 13, add documents: what was read in a file, and its links, before it enters the graph.

/add          the files that wait; a form to send more
/add/{id}     one of them: header to be put right, items, doubts, links; added or dropped
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.adding.stated import CHOICES, FIELDS, form_values, sidecar_text
from kg.adding.tray import Entry, FullTray, NotInTray, Tray
from kg.language import say
from kg.pages.address import address
from kg.pages.posting import gone_to, json_response, posted, text
from kg.pages.visit import Visit, pages
from kg.server.errors import Refusal
from kg.server.writing import desk
from kg.views.compare import Piece, pieces
from kg.views.words import LINKS
from kg.vocabulary import concepts
from loaders.corpus import safe_key
from loaders.errors import ZhengmaiError
from loaders.sidecar import is_sidecar

MEGABYTES: Final = 50
FILES: Final = 10
_MOST: Final = MEGABYTES * 1_000_000
_ADVICE: Final = re.compile(r"[；;，,][^；;，,]*--.*")  # ；换掉它请加 --replace，另取名请加 --key
ACCEPTED: Final = ".docx,.pdf,.txt,.md,.html,.htm,.xlsx,.ofd,.yaml,.yml,.png,.jpg,.jpeg"


def routes() -> list[BaseRoute]:
    """The pages, their forms, and how far the reading is."""
    return [
        *pages("/add", _waiting),
        *posted("/add", _receive, most=_MOST * 2, files=2 * FILES),
        *pages("/add/{id}", _one),
        *posted("/add/{id}", _act),
        Route("/add/{id}/progress", _progress),
    ]


def _waiting(visit: Visit) -> Response:
    tray: Tray | None = visit.request.app.state.tray
    mine = desk(visit.request)
    response = visit.show(
        "add/files.html",
        say("添加文件", "Add documents"),
        door="add",
        desk=mine,
        entries=tray.entries() if tray and mine.is_open else [],
        added=visit.values("added") if mine.is_open else (),
        megabytes=MEGABYTES,
        files=FILES,
        accepted=ACCEPTED,
    )
    return _fresh(response)


def _receive(visit: Visit, form: FormData) -> Response:
    """Take files in; a sidecar goes with the file of its name."""
    uploads = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
    stated = {_stem(one): one.file.read() for one in uploads if is_sidecar(_path(one))}
    documents = [one for one in uploads if not is_sidecar(_path(one))]
    if not documents:
        raise Refusal(400, "先选文件", "choose a file first")
    for one in documents:
        if (one.size or 0) > _MOST:
            raise Refusal(
                413,
                f"{_path(one).name} 超过 {MEGABYTES} MB",
                f"{_path(one).name} is larger than {MEGABYTES} MB",
            )
    try:
        entries = [
            _tray(visit.request).put(one.filename or "", one.file, stated.get(_stem(one)))
            for one in documents
        ]
    except FullTray as error:
        raise Refusal(409, error.zh, error.en) from error
    return gone_to(address(f"/add/{entries[0].id}" if len(entries) == 1 else "/add"))


def _one(visit: Visit) -> Response:
    if not desk(visit.request).is_open:
        return _waiting(visit)
    entry = _entry(visit)
    document = entry.facts.get("document")
    values = form_values(document) if document else {}
    if document and not entry.sidecar.exists() and entry.state != "reading":
        entry.unstated = values
    response = visit.show(
        "add/file.html",
        _heading(entry),
        door="add",
        desk=desk(visit.request),
        entry=entry,
        document=document,
        values=values,
        fields=[(name, FIELD_WORDS[name]) for name in FIELDS],
        choices=_choices(),
        doubts=_doubts(document) if document else {},
        refused=_reason(entry.facts.get("refused")),
        error=entry.facts.get("error"),
        links_words=LINKS,
        links=entry.facts.get("links"),
        marked=[(one, *_marked(one)) for one in _links(entry)],
    )
    return _fresh(response)


FIELD_WORDS: Final = {
    "title": ("标题", "Title"),
    "document_number": ("发文字号", "Number"),
    "issuers": ("发文机关（用、分开）", "Issuers (parted by 、)"),
    "date_signed": ("成文日期", "Signed"),
    "date_printed": ("印发日期", "Printed"),
    "jurisdiction": ("辖区", "Jurisdiction"),
    "level": ("层级", "Level"),
    "status": ("状态", "Status"),
    "genre": ("文种", "Genre"),
    "source_url": ("来源网址", "Source address"),
    "note": ("备注", "Note"),
}


def _heading(entry: Entry) -> str:
    if entry.state == "failed":
        return say(f"{entry.name} 读不出来", f"{entry.name} cannot be read")
    if entry.state == "reading":
        return say(f"正在读 {entry.name}……", f"Reading {entry.name} …")
    counts = entry.facts["document"]["counts"]
    items = counts["measures"] + counts["tasks"]
    return say(
        f"读出 {items} 条，{counts['targets']} 个目标，{counts['units']} 个责任单位",
        f"{items} items, {counts['targets']} targets and {counts['units']} responsible bodies",
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        name: [(key, say(*concepts(name)[key].names)) for key in keys]
        for name, keys in CHOICES.items()
    }


def _doubts(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What is doubtful, by the field that would settle it; "" for what stands in the text."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("", *FIELDS)}
    for doubt in document["doubts"]:
        found[doubt["field"]].append(doubt)
    return found


def _reason(refused: Mapping[str, str] | None) -> str:
    """Why the corpus would not take the file, without the advice for the command line."""
    return _ADVICE.sub("", say(refused["zh"], refused["en"])) if refused else ""


def _links(entry: Entry) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = entry.facts.get("links", {}).get("links", [])
    return links


def _marked(link: Mapping[str, Any]) -> Iterator[tuple[Piece, ...]]:
    """The texts of a link, the upper first, with the words that both share."""
    for end, at in (("upper", 2), ("lower", 0)):
        content = link[end]["text"]
        spans = [(one[at], min(one[at + 1], len(content))) for one in link["shared"]]
        yield pieces(content, spans, [])


def _act(visit: Visit, form: FormData) -> Response:
    """Put the header right, add the file, or drop it."""
    tray, entry = _tray(visit.request), _entry(visit)
    asked = text(form, "do")
    if asked == "drop":
        tray.drop(entry.id)
        return gone_to(address("/add"))
    if asked == "add":
        if entry.state not in ("comparing", "done"):
            raise Refusal(409, "还没有读完", "it has not been read yet")
        try:
            tray.add(entry, replacing=bool(text(form, "replace")))
        except ZhengmaiError as error:
            raise Refusal(409, _ADVICE.sub("", error.zh), _ADVICE.sub("", error.en)) from error
        return gone_to(address("/add", {"added": entry.key}))
    if asked != "state":
        raise Refusal(400, f"不知道怎么“{asked}”", f"there is no way to {asked}")
    key = text(form, "key")
    if key and key != safe_key(key):
        raise Refusal(
            422,
            f"“{key}”不能作键：用字母、数字、汉字、- 和 _",
            f"{key} cannot be a key: use letters, digits, Chinese, - and _",
        )
    tray.rename(entry, key or entry.key)
    stated = sidecar_text({name: text(form, name) for name in FIELDS}, entry.unstated)
    if stated:
        entry.sidecar.write_text(stated, encoding="utf-8")
    else:
        entry.sidecar.unlink(missing_ok=True)
    tray.read(entry)
    return gone_to(address(f"/add/{entry.id}"))


def _progress(request: Request) -> Response:
    tray: Tray | None = request.app.state.tray
    try:
        if tray is None or not desk(request).is_open:
            raise NotInTray
        entry = tray.entry(request.path_params["id"])
    except NotInTray:
        return json_response({"state": "gone"})
    return json_response({"state": entry.state, "turn": entry.turn})


def _tray(request: Request) -> Tray:
    tray: Tray = request.app.state.tray
    return tray


def _entry(visit: Visit) -> Entry:
    try:
        return _tray(visit.request).entry(visit.value("id"))
    except NotInTray as error:
        raise Refusal(404, error.zh, error.en) from error


def _fresh(response: Response) -> Response:
    """A page whose state changes by itself is asked for anew each time."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _path(upload: UploadFile) -> Path:
    return Path((upload.filename or "").replace("\\", "/"))


def _stem(upload: UploadFile) -> str:
    return _path(upload).stem
