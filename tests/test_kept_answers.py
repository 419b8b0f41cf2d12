"""Answers to the pages' own queries are kept, for one build and within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.endpoints.endpoint import Answer, Table
from kg.server.kept_answers import KeptAnswers

_ASKED = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(0, 60))


@given(st.lists(_ASKED, max_size=40))
def test_what_is_kept_is_the_last_answer_of_this_build_and_never_too_much(
    asked: list[tuple[str, str, int]],
) -> None:
    kept, said = KeptAnswers(most=100, largest=50), dict[tuple[str, str], Answer]()
    for number, (build, sparql, size) in enumerate(asked):
        answer = Table((str(number),), ())
        kept.keep(build, sparql, answer, size)
        if size <= 50:
            said[build, sparql] = answer
            assert kept.get(build, sparql) == answer
            assert all(kept.get(other, sparql) is None for other in "ab" if other != build)
        assert kept.size <= 100
        for (other, query), earlier in said.items():
            assert kept.get(other, query) in (None, earlier)


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = KeptAnswers(most=100, largest=50)
    for sparql in ("old", "asked again"):
        kept.keep("build", sparql, True, 40)
    kept.get("build", "old")
    kept.keep("build", "new", True, 40)
    assert [kept.get("build", sparql) for sparql in ("old", "asked again", "new")] == [
        True,
        None,
        True,
    ]
