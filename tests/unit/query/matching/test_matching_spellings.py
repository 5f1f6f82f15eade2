"""Accents, languages and compounds."""

from __future__ import annotations

import pytest

from litreview.query.matching import matcher
from litreview.query.matching import vocabulary as memory
from litreview.query.matching.patterns import fits
from litreview.query.tree import ANY_ENDING, ONE, Field, Near, Scoped, Term, Wild


def judged(term: Term, text: str, *, compounds: bool = False) -> str:
    ready = matcher(Scoped((Field.TITLE,), term), compounds=compounds)
    return ready.verdict({Field.TITLE: text})


@pytest.mark.parametrize(
    ("written", "text", "language", "verdict"),
    [
        ("søger", "Jobsøger soeger", "da", "yes"),
        ("søger", "soger", "da", "yes"),
        ("soeger", "søger", "da", "yes"),
        ("soeger", "søger", "en", "no"),
        ("soger", "søger", "en", "yes"),
        ("soeger", "soger", "da", "no"),
        ("møller", "mueller", "de", "no"),
        ("Müller", "Mueller", "de", "yes"),
        ("Müller", "Mueller", "sv", "no"),
        ("Straße", "STRASSE", "de", "yes"),
        ("œuvre", "oeuvre", "fr", "yes"),
        ("naïve", "naive", "en", "yes"),
        ("cafe\u0301", "café", "", "yes"),
        ("Ärzte", "aerzte", "", "yes"),
    ],
)
def test_spellings_of_a_language(written: str, text: str, language: str, verdict: str) -> None:
    assert judged(Term((written,), language=language), text) == verdict


def test_no_wildcard_crosses_an_apostrophe_but_the_phrase_does() -> None:
    written = Term(("women", Wild(0, 1), "s"))
    assert judged(written, "womens work") == "yes"
    for text in ("women's work", "women\u2019s work"):
        assert judged(written, text) == "no"
        assert judged(Term(("women's",)), text) == "yes"


def test_a_truncated_word_is_folded_too() -> None:
    assert judged(Term(("coöp", ANY_ENDING)), "cooperative") == "yes"
    assert judged(Term(("s", ONE, "ger"), language="da"), "søger") == "yes"


@pytest.mark.parametrize(
    ("term", "text", "within"),
    [
        (Term(("coach",), language="da"), "jobcoach", "yes"),
        (Term(("coach",), language="da"), "coachforløb", "yes"),
        (Term(("coach",), language="da"), "coachen", "no"),
        (Term(("coach",), language="da"), "enjobcoachforløb", "no"),
        (Term(("coach",), language="en"), "jobcoach", "no"),
        (Term(("coach",)), "jobcoach", "no"),
        (Term(("ung",), language="da"), "hejung", "no"),
        (Term(("mentor", ANY_ENDING), language="sv"), "jobbmentorerna", "yes"),
        (Term(("mentor", ANY_ENDING), language="sv"), "xymentorer", "no"),
        (Term(("Träger", ANY_ENDING), language="de"), "Maßnahmetraegers", "yes"),
        (Term(("unge coach",), language="no"), "unge jobbcoach", "yes"),
        (Term((ANY_ENDING, "coach"), language="no"), "x", "no"),
    ],
)
def test_found_only_inside_a_compound(term: Term, text: str, within: str) -> None:
    assert judged(term, text) == "no"
    assert judged(term, text, compounds=True) == within


def test_memory_that_is_cleared_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REMEMBERED", 3)
    near = Near((Term(("a", ANY_ENDING)), Term(("b",))), 1)
    ready = matcher(Scoped((Field.TITLE,), near))
    texts = ["ab c b", "ab c d b", "x y z", "b ab", "c d e f g h", "ab c b"]
    found = [ready.verdict({Field.TITLE: text}) for text in texts]
    assert found == ["yes", "no", "no", "yes", "no", "yes"]
    assert len(ready._vocabulary._dull) <= 9


def test_many_wildcards_do_not_cost_more_than_letters_times_pieces() -> None:
    pieces = (*("a", Wild(0, None)) * 30, "b")
    assert not fits(pieces, "a" * 100)
    assert fits(pieces, "a" * 99 + "b")
