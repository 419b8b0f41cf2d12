"""The form of a question: a field for each parameter, filled by a query with what it can be.

An address that says nothing asks the example, or where the graph does not have that, the first
choice; what an address says wrongly is told at its field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pyoxigraph import NamedNode

from kg.iris import body_iri, division_iri, document_iri, item_iri
from kg.language import say
from kg.pages.visit import Visit
from kg.questions.ask import read_values
from kg.questions.catalogue import BadBinding, Parameter, Question, Term, find_parameter
from kg.views.facts import Row
from kg.views.words import item_name

# What an address says of the page beside the question's own parameters.
VIEW, START = "as", "from"
INSIDE = "-in"
"""`item-in=KEY` chooses the document whose items are offered for `item`."""
_SELECT_MOST = 60
"""More choices than this are found by typing."""
_OFFERED_MOST = 2000
"""More choices than this are not written into the page; a wrong value is told the nearest."""
_LABEL_MOST = 40
_IRIS: Mapping[str, Callable[[str], NamedNode]] = {
    "document": document_iri,
    "body": body_iri,
    "division": division_iri,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a parameter can have, and what it is called."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value, and the values that it may be meant for."""

    said: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter with its value; `inside` narrows its choices to a document."""

    name: str
    label: str
    value: str
    required: bool
    form: Literal["select", "list", "text", "number"]
    choices: tuple[Choice, ...] = ()
    problem: Problem | None = None
    inside: Field | None = None

    @property
    def groups(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """The choices by group, in their order."""
        grouped: dict[str, list[Choice]] = {}
        for choice in self.choices:
            grouped.setdefault(choice.group, []).append(choice)
        return tuple((group, tuple(some)) for group, some in grouped.items())

    @property
    def chosen(self) -> str:
        """What the value is called."""
        found = (choice.label for choice in self.choices if choice.value == self.value)
        return next(found, self.value)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a question, and the terms that their values stand for."""

    fields: tuple[Field, ...]
    terms: Mapping[str, Term]

    @property
    def values(self) -> dict[str, str]:
        """What each parameter is given, as an address says it."""
        return {field.name: field.value for field in self.fields if field.value}

    @property
    def is_sound(self) -> bool:
        """Whether the question can be asked."""
        return not any(field.problem for field in self.fields)


def read_form(visit: Visit, question: Question) -> Form:
    """Read the values of an address; BadBinding where it names a parameter that there is not."""
    _check_names(visit, question)
    fields: list[Field] = []
    terms: dict[str, Term] = {}
    for parameter in question.parameters:
        field = _field(visit, parameter, [other.value for other in fields])
        field, term = _understood(visit, question, parameter, field)
        fields.append(field)
        if term is not None:
            terms[parameter.name] = term
    return Form(tuple(fields), terms)


def _check_names(visit: Visit, question: Question) -> None:
    insides = {f"{one.name}{INSIDE}" for one in question.parameters if one.type == "item"}
    for name in visit.request.query_params:
        if name not in {VIEW, START} | insides:
            find_parameter(question, name)


def _field(visit: Visit, parameter: Parameter, taken: Sequence[str]) -> Field:
    """The field of a parameter; without a value, what is best asked first."""
    name, label = parameter.name, parameter.label.said
    is_said = name in visit.request.query_params or not parameter.required
    if parameter.choices is None:
        form: Literal["number", "text"] = "number" if parameter.type == "number" else "text"
        value = visit.value(name) if is_said else parameter.example
        return Field(name, label, value, parameter.required, form)
    if parameter.type == "item":
        return _item_field(visit, parameter)
    rows = visit.asker.rows(parameter.choices)
    choices = tuple(Choice(row["value"], row["label"], row.get("group", "")) for row in rows)
    value = visit.value(name) if is_said else _first(parameter.example, choices, taken)
    if len(choices) <= _SELECT_MOST:
        return Field(name, label, value, parameter.required, "select", choices)
    offered = _typed(choices) if len(choices) <= _OFFERED_MOST else ()
    return Field(name, label, value, parameter.required, "list", offered)


def _item_field(visit: Visit, parameter: Parameter) -> Field:
    """An item, chosen among those of a document."""
    said = visit.value(parameter.name)
    inside = visit.value(f"{parameter.name}{INSIDE}")
    example = parameter.example if parameter.required else ""
    documents = tuple(
        Choice(row["value"], row["label"], row["group"])
        for row in visit.asker.rows("choose-document")
    )
    key = inside or (said or example).partition("#")[0]
    if key not in {one.value for one in documents}:
        key = "" if said or not documents else documents[0].value
    rows = visit.asker.rows(parameter.choices or "choose-item", document=key) if key else []
    items = tuple(Choice(row["value"], _item_label(row)) for row in rows)
    is_elsewhere = inside and not said.startswith(f"{inside}#")
    value = _first(example, items, ()) if is_elsewhere or not said else said
    document = Field(
        f"{parameter.name}{INSIDE}", say("文件", "document"), key, True, "select", documents
    )
    return Field(
        parameter.name,
        parameter.label.said,
        value,
        parameter.required,
        "select" if items else "text",
        items,
        inside=document,
    )


def _item_label(row: Row) -> str:
    label = row["label"]
    short = label if len(label) <= _LABEL_MOST else f"{label[:_LABEL_MOST]}…"
    return f"{item_name(row['value'].partition('#')[2])} {short}"


def _first(example: str, choices: Sequence[Choice], taken: Sequence[str]) -> str:
    """The example where the graph has it, else the first choice not yet taken."""
    values = [one.value for one in choices]
    called = {one.label: one.value for one in choices}
    if example in values or not choices:
        return example
    return called.get(example) or next((one for one in values if one not in taken), values[0])


def _typed(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Choices that are typed, not picked: by their names, where a name is one thing's."""
    times = Counter(one.label for one in choices)
    return tuple(replace(one, value=one.label) if times[one.label] == 1 else one for one in choices)


def _understood(
    visit: Visit, question: Question, parameter: Parameter, field: Field
) -> tuple[Field, Term | None]:
    """The field with the choice that its value stands for, or with what is wrong with it."""
    if not field.value:
        if not parameter.required:
            return field, None
        return replace(field, problem=Problem(say("必填", "required"))), None
    alone = replace(question, parameters=(parameter,))
    try:
        term = read_values(alone, {field.name: field.value}, visit.asker.endpoint)[field.name]
    except BadBinding as error:
        return replace(field, problem=_problem(field, error)), None
    return _chosen(field, parameter, term), term


def _chosen(field: Field, parameter: Parameter, term: Term) -> Field:
    """The field with its value in the form in which it is offered: a title becomes a key."""
    if any(one.value == field.value for one in field.choices) or field.form != "select":
        return field
    for one in field.choices:
        if parameter.type in _IRIS and _IRIS[parameter.type](one.value) == term:
            return replace(field, value=one.value)
        if parameter.type == "item" and item_iri(*one.value.split("#", 1)) == term:
            return replace(field, value=one.value)
    return replace(field, choices=(*field.choices, Choice(field.value, field.value)))


def _problem(field: Field, error: BadBinding) -> Problem:
    if error.nearest:
        shown = field.value if len(field.value) <= _LABEL_MOST else f"{field.value[:_LABEL_MOST]}…"
        said = say(f"图里没有“{shown}”。最接近的：", f"The graph has no “{shown}”. Nearest:")
        return Problem(said, error.nearest)
    return Problem(say(error.zh, error.en))
