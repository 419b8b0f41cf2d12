"""The head of a document: what stands on its first page, and how it is cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.language import say
from kg.views.facts import Asker, DocumentFacts
from kg.views.words import day, key_of
from kg.vocabulary import concepts


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field: its words, the code it has elsewhere."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of a document, by the names of the ontology."""

    document: DocumentFacts
    fields: Mapping[str, Sequence[Value]]

    def all(self, field: str) -> Sequence[Value]:
        """The values of a field."""
        return self.fields.get(field, ())

    def one(self, field: str) -> str:
        """The first value of a field, "" where there is none."""
        return next((value.text for value in self.all(field)), "")

    @property
    def title(self) -> str:
        """The title of the policy text itself."""
        return self.one("title") or self.document.title

    @property
    def inferred(self) -> str:
        """The fields that were inferred, not read."""
        names = {
            "jurisdiction": say("区划", "place"),
            "level": say("层级", "level"),
            "issuers": say("发文机关", "issuer"),
            "genre": say("文种", "genre"),
        }
        fields = [names.get(value.text, "") for value in self.all("inferredField")]
        return say("、", ", ").join(dict.fromkeys(filter(None, fields)))

    @property
    def dates(self) -> list[tuple[str, str]]:
        """The dates that are known, with their names."""
        names = {
            "dateSigned": say("成文日期", "Signed"),
            "datePrinted": say("印发日期", "Printed"),
            "dateInForce": say("施行日期", "In force"),
            "dateExpires": say("有效期至", "Expires"),
        }
        return [(name, day(self.one(field))) for field, name in names.items() if self.one(field)]

    @property
    def status(self) -> str:
        """Whether it was issued or is a draft."""
        known = concepts("status").get(key_of(self.one("status")))
        return say(*known.names) if known else ""


def read_head(asker: Asker, document: DocumentFacts) -> Head:
    """Read the head of a document."""
    fields: dict[str, list[Value]] = {}
    for row in asker.rows("view-document-head", document=document.iri):
        name = row["field"].rpartition("#")[2]
        words = row["value"] if name == "status" else row["label"] or row["value"]
        value = Value(words, row["code"])
        if value not in fields.setdefault(name, []):
            fields[name].append(value)
    return Head(document, fields)
