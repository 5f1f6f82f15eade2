"""A judgement could turn exactly where some report that it may be said of is judged otherwise now.

The model that `screening.affected` is held against tries all reports: each criterion is fulfilled,
not fulfilled or in doubt, and a change moves that as its words allow. It shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from litreview.model import Criterion, Decision
from litreview.screening.affected import Version, changes, turning

CODES = ("a", "b", "c")
EFFECTS = ("include", "exclude")
LABELS = ("one", "two")
SAID = ("", "wider", "narrower", "wording")
TRUTHS = (False, None, True)
"""Does not apply (is not fulfilled), in doubt, applies (is fulfilled)."""
Key = tuple[str, str]
Held = Mapping[Key, Criterion]
Truth = Mapping[Key, bool | None]
QUESTION: Key = ("include", "")
"""What no version changes and no list names."""

criteria = st.lists(
    st.tuples(
        st.sampled_from(CODES), st.sampled_from(EFFECTS), st.sampled_from(LABELS),
        st.sampled_from(["t", "t", "f"]), st.sampled_from(SAID),
    ),
    max_size=3, unique_by=lambda one: one[0],
).map(
    lambda found: tuple(
        Criterion(code, label, effect, (stage,), rank, said)  # type: ignore[arg-type]
        for rank, (code, effect, label, stage, said) in enumerate(found, 1)
    )
)  # fmt: skip


@st.composite
def edited(draw: st.DrawFn, before: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    """The next version as people write it: most stays, one or two criteria are touched."""
    found = {one.code: one for one in before}
    for _ in range(draw(st.integers(0, 2))):
        code, how = draw(st.sampled_from(CODES)), draw(st.sampled_from(("label", "gone", "more")))
        if how == "label" and code in found:
            label = draw(st.sampled_from(LABELS))
            found[code] = replace(found[code], label=label, change=draw(st.sampled_from(SAID)))  # type: ignore[arg-type]
        elif how == "gone":
            found.pop(code, None)
        elif code not in found:
            effect = draw(st.sampled_from(EFFECTS))
            found[code] = Criterion(code, "one", effect, ("t",), 1)  # type: ignore[arg-type]
    return tuple(found.values())


def held(version: Version) -> Held:
    """The criteria of the stage that is looked at."""
    return {(c.effect, c.code): c for c in version.criteria if "t" in c.stages}


def judged(truth: Truth) -> Decision:
    """What a report of that truth is."""
    if any(truth[key] is (key[0] == "exclude") for key in truth if truth[key] is not None):
        return "exclude"
    return "maybe" if None in truth.values() else "include"


def consistent(truth: Truth, decision: Decision, reasons: tuple[str, ...]) -> bool:
    """Whether the judgement may be said of a report of that truth."""
    if judged(truth) != decision:
        return False
    return all(truth.get(("exclude", reason)) is True for reason in reasons)


def after(before: Truth, old: Held, new: Held) -> Iterator[Truth]:
    """What may be true of the same report under the next version."""
    moves = [
        {before[key]} if key == QUESTION else moved(before.get(key), old.get(key), new[key])
        for key in (*new, QUESTION)
    ]
    for values in product(*moves):
        yield dict(zip((*new, QUESTION), values, strict=True))


def moved(truth: bool | None, old: Criterion | None, new: Criterion) -> set[bool | None]:
    """What a criterion may be of a report, after what was said of it."""
    anything: set[bool | None] = set(TRUTHS)
    if old is None:
        return anything
    if old.label == new.label and new.change in {"", old.change}:
        return {truth}
    if new.change == "wording":
        return {truth}
    if new.change == "wider":
        return {truth, True}
    if new.change == "narrower":
        return {truth, False}
    return anything


def could_turn(
    old: Version, new: Version, decision: Decision, reasons: tuple[str, ...]
) -> bool:  # fmt: skip
    """By trying all reports."""
    before, now = held(old), held(new)
    keys = (*before, QUESTION)
    for values in product(TRUTHS, repeat=len(keys)):
        truth = dict(zip(keys, values, strict=True))
        if consistent(truth, decision, reasons) and any(
            judged(later) != decision for later in after(truth, before, now)
        ):
            return True
    return False


@st.composite
def judgements(draw: st.DrawFn, version: Version) -> tuple[Decision, tuple[str, ...]]:
    """Any that may be cast under the version."""
    decision = draw(st.sampled_from(("include", "exclude", "maybe", "exclude")))
    codes = [code for effect, code in held(version) if effect == "exclude"]
    if decision != "exclude" or not codes:
        return decision, ()
    return decision, tuple(draw(st.lists(st.sampled_from(codes), max_size=2, unique=True)))


@settings(max_examples=200, deadline=None)
@given(st.data(), criteria, st.booleans())
def test_a_judgement_could_turn_exactly_where_some_report_is_judged_otherwise(
    data: st.DataObject, before: tuple[Criterion, ...], anew: bool
) -> None:
    now = data.draw(criteria if anew else edited(before))
    old, new = Version("1", before), Version("2", now)
    decision, reasons = data.draw(judgements(old))
    found = turning(decision, reasons, changes((old, new), "t"))
    assert bool(found) == could_turn(old, new, decision, reasons)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.lists(criteria, min_size=3, max_size=4))
def test_over_several_versions_nothing_that_could_turn_is_left_out(
    data: st.DataObject, course: list[tuple[Criterion, ...]]
) -> None:
    """More may be asked than could turn, as a criterion may be wider and narrower; never less.

    What is named as it was named first is taken to be what it was.
    """
    chain = [Version(str(at), held_) for at, held_ in enumerate(course, 1)]
    decision, reasons = data.draw(judgements(chain[0]))
    if turning(decision, reasons, changes(chain, "t")):
        return
    labels = [{key: c.label for key, c in held(one).items()} for one in (chain[0], chain[-1])]
    first = held(chain[0])
    truths = (
        dict(zip((*first, QUESTION), values, strict=True))
        for values in product(TRUTHS, repeat=len(first) + 1)
    )
    for truth in truths:
        if not consistent(truth, decision, reasons):
            continue
        now = [truth]
        for old, new in pairwise(chain):
            now = list(
                {tuple(t.items()): t for was in now for t in after(was, held(old), held(new))}
                .values()
            )  # fmt: skip
        for later in now:
            back = {
                key: truth[key] if labels[0].get(key) == labels[1].get(key, "") else value
                for key, value in later.items()
                if key != QUESTION
            }
            assert judged({**back, QUESTION: truth[QUESTION]}) == decision


@given(criteria, st.permutations(range(3)))
@example((), [0, 1, 2])
def test_another_order_turns_nothing(held_: tuple[Criterion, ...], order: list[int]) -> None:
    again = tuple(held_[at] for at in order if at < len(held_))
    assert changes((Version("1", held_), Version("2", again)), "t") == ()


def test_each_change_of_one_criterion_beside_another_that_stays() -> None:
    """All of them, with every judgement that may be cast: nothing is left to what is drawn."""
    tried = 0
    for effect, label, said in product(EFFECTS, LABELS, SAID):
        one = Criterion("a", "one", effect, ("t",), 1)  # type: ignore[arg-type]
        stays = Criterion("b", "one", "exclude", ("t",), 2)
        touched = replace(one, label=label, change=said)  # type: ignore[arg-type]
        steps = [
            ((one, stays), (touched, stays)),
            ((one, stays), (stays,)),
            ((stays,), (one, stays)),
        ]
        for before, now in steps:
            old, new = Version("1", before), Version("2", now)
            codes = [c.code for c in before if c.effect == "exclude"]
            given_ = [("include", ()), ("maybe", ()), ("exclude", ()), ("exclude", tuple(codes))]
            given_ += [("exclude", (code,)) for code in codes]
            for decision, reasons in given_:
                found = turning(decision, reasons, changes((old, new), "t"))  # type: ignore[arg-type]
                expected = could_turn(old, new, decision, reasons)  # type: ignore[arg-type]
                assert bool(found) == expected, (before, now, decision, reasons)
                tried += 1
    assert tried > 200
