"""Whatever the labels and numbers: every word inside its frame, no frame on another."""

from __future__ import annotations

import runpy
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litreview.outputs.diagram.language import codes, language
from litreview.outputs.diagram.layout import figure
from litreview.outputs.diagram.look import DETAILS, Look
from litreview.outputs.diagram.saying import MOST_SOURCES
from litreview.outputs.diagram.shapes import WIDTH, Arrow, Figure, Frame, Rect, Words
from litreview.outputs.diagram.text import one_line
from litreview.prisma import Flow

MADE = runpy.run_path(str(Path(__file__).parents[3] / "golden" / "diagram" / "made.py"))
EMPTY: Flow = MADE["EMPTY"]
WITH_PARTS = (
    "database_results",
    "register_results",
    "website_results",
    "organisation_results",
    "citations_results",
    "dbr_excluded",
    "other_excluded",
)
labels = st.one_of(
    st.text(max_size=60),
    st.text("abc /-.", min_size=30, max_size=120),
    st.text("\u05d0\u05d1\u05d2\u0639\u0644\u0645 ", max_size=60),
    st.text("\u4e07\u65b9\u6570\u636e\u0e19\u0e35\u0915\u094d\U0001f642", max_size=60),
    st.sampled_from([MADE["LONG"], MADE["WIDE"], *MADE["HOSTILE"]]),
)
EVERYTHING = Look(details=frozenset(DETAILS))
numbers = st.integers(0, 10_000_000)
looks = st.builds(
    Look,
    language=st.sampled_from(codes()).map(language),
    details=st.frozensets(st.sampled_from(DETAILS)),
)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    counts = {key: draw(numbers) for key in EMPTY.boxes if draw(st.booleans())}
    if draw(st.booleans()):
        counts = {key: n for key, n in counts.items() if not key.endswith("_results")}
    keys = draw(st.lists(st.sampled_from(WITH_PARTS), unique=True, max_size=4))
    parts = {key: draw(st.dictionaries(labels, numbers, min_size=1, max_size=25)) for key in keys}
    found: Flow = MADE["made"](parts=parts, **counts)
    return found


def text(words: Words) -> str:
    return "".join(run.text for run in words.line)


def ink(frame: Frame, words: Words) -> Rect:
    """Where the letters of a line can be, from the tallest letter down to the deepest."""
    width, size = words.style.width(text(words)), words.style.size
    left = words.x - (width / 2 if words.anchor == "middle" else 0)
    top, height = words.y - 0.75 * size, 0.97 * size
    if not frame.turned:
        return Rect(left, top, width, height)
    x, y = frame.rect.middle
    return Rect(x + (top - y), y - (left - x) - width, height, width)


def inside(inner: Rect, outer: Rect) -> bool:
    """Half a thousandth of a millimetre is rounding."""
    return (
        inner.x >= outer.x - 1e-3
        and inner.y >= outer.y - 1e-3
        and inner.right <= outer.right + 1e-3
        and inner.bottom <= outer.bottom + 1e-3
    )


def overlap(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.right - 1e-3
        and other.x < one.right - 1e-3
        and one.y < other.bottom - 1e-3
        and other.y < one.bottom - 1e-3
    )


def all_words(frame: Frame) -> Iterator[Words]:
    for group in frame.groups:
        yield from group.words


def stretch(one: tuple[float, float], other: tuple[float, float]) -> Rect:
    """A piece of an arrow as a rectangle without thickness."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    return Rect(left, top, abs(one[0] - other[0]), abs(one[1] - other[1]))


def pieces(arrows: Iterable[Arrow]) -> Iterator[Rect]:
    for arrow in arrows:
        yield from (stretch(*pair) for pair in pairwise(arrow.points))


def crosses(piece: Rect, rect: Rect) -> bool:
    """Whether an arrow runs through the inside of a frame."""
    return (
        piece.x < rect.right - 1e-3
        and piece.right > rect.x + 1e-3
        and piece.y < rect.bottom - 1e-3
        and piece.bottom > rect.y + 1e-3
    )


def touches(point: tuple[float, float], rect: Rect) -> bool:
    """Whether a point lies on the border of a rectangle."""
    x, y = point
    here = Rect(x, y, 0, 0)
    sides = (abs(x - rect.x), abs(x - rect.right), abs(y - rect.y), abs(y - rect.bottom))
    return inside(here, rect) and min(sides) < 1e-3


def check(found: Figure) -> None:
    page = Rect(0, 0, WIDTH, found.height)
    for frame in found.frames:
        assert inside(frame.rect, page)
        boxes = [ink(frame, words) for words in all_words(frame)]
        for words, box in zip(all_words(frame), boxes, strict=True):
            assert inside(box, frame.rect), text(words)
            assert words.style.size >= 8.0
        assert not any(overlap(*pair) for pair in combinations(boxes, 2))
        for group in frame.groups:
            assert inside(group.area, frame.rect)
    for one, other in combinations(found.frames, 2):
        assert not overlap(one.rect, other.rect), (one.kind, other.kind)
    for arrow in found.arrows:
        start, end = arrow.points[0], arrow.points[-1]
        assert any(touches(end, frame.rect) for frame in found.frames), "arrows lead to frames"
        leaves = [*(frame.rect for frame in found.frames), *pieces(found.arrows)]
        assert any(touches(start, one) for one in leaves), "arrows leave frames or other arrows"
        for start, end in zip(arrow.points, arrow.points[1:], strict=False):
            assert start[0] == end[0] or start[1] == end[1], "arrows are straight"
            for frame in found.frames:
                assert not crosses(stretch(start, end), frame.rect), frame.kind


@settings(max_examples=60, deadline=None)
@given(flows(), looks)
def test_words_stay_in_their_frames_and_frames_apart(flow: Flow, look: Look) -> None:
    check(figure(flow, look))


@settings(max_examples=40, deadline=None)
@given(flows())
def test_every_number_and_every_name_is_drawn(flow: Flow) -> None:
    found = figure(flow)
    drawn: dict[str, str] = {}
    for frame in found.frames:
        for group in frame.groups:
            for words in group.words:
                for run in words.line:
                    key = run.key or group.key
                    drawn[key] = drawn.get(key, "") + run.text.replace(" ", "")
    hidden = {"excluded_automatic", "excluded_other", "other_screened", "previous_pending"}
    for key, box in flow.boxes.items():
        if key.startswith("other_") and not flow.other_methods:
            continue
        if key in drawn:
            assert f"{box.n:,}" in drawn[key], key
        else:
            assert key in hidden or not box.n or key.endswith(("website_results", "_results")), key
        if key in drawn and (len(box.parts) <= MOST_SOURCES or "excluded" in key):
            for part in box.parts:
                name = one_line(part.label) or "not named"
                shown = f"{name}(n={part.n:,})".replace(" ", "").replace("\u00a0", "")
                assert shown in drawn[key], part.label


@pytest.mark.parametrize("name", sorted(MADE["FLOWS"]))
def test_the_made_flows_are_laid_out(name: str) -> None:
    found = figure(MADE["FLOWS"][name]())
    check(found)
    check(figure(MADE["FLOWS"][name](), EVERYTHING))
    kinds = [frame.kind for frame in found.frames]
    flow: Flow = MADE["FLOWS"][name]()
    assert kinds.count("other-title") == flow.other_methods + flow.updated
    assert kinds.count("band") == bool(flow.pending)
    assert kinds.count("stage") == 3


def frames(name: str) -> list[Frame]:
    return [f for f in figure(MADE["FLOWS"][name]()).frames if f.kind in {"box", "waiting"}]


def test_each_box_that_waits_is_marked() -> None:
    waiting = [f for f in frames("other-methods") if f.kind == "waiting"]
    assert [f.groups[0].key for f in waiting] == ["records_screened", "other_assessed"]
    assert {f.kind for f in frames("databases")} == {"box"}


@pytest.mark.parametrize("name", sorted(MADE["FLOWS"]))
def test_no_frame_is_mostly_empty(name: str) -> None:
    for frame in frames(name):
        lines = list(all_words(frame))
        used = len(lines) * lines[0].style.size * 1.22 + 10
        assert frame.rect.height <= max(2.6 * used, 73), text(lines[0])


def test_more_sources_than_a_figure_can_name_are_summed() -> None:
    (box,) = [
        f
        for f in frames("many-sources")
        if "9 more sources" in "".join(f"{text(w)} " for w in all_words(f))
    ]
    said = " ".join(map(text, all_words(box)))
    assert "Base number 19 of Towns (n = 1,019)" in said
    assert "Base number 8 of" not in said
    assert "and 9 more sources (n = 9,036)" in said
    assert "Register 0 (n = 0)" in said


def keys(flow: Flow, look: Look) -> set[str]:
    return {group.key for frame in figure(flow, look).frames for group in frame.groups}


def test_what_a_flow_has_besides_is_drawn() -> None:
    flow = MADE["FLOWS"]["extra"]()
    usual, every = keys(flow, Look()), keys(flow, EVERYTHING)
    stages = {key for layer in flow.layers for key in (layer.seen, layer.excluded)}
    shown = {key for key in stages if "titles" not in key and "abstracts" not in key}
    shown |= {key for key in stages if not key.startswith("other_")}
    assert every >= shown, "of the other arm PRISMA has no frame for its screening"
    assert not usual & stages
    assert usual >= {"records_excluded_tool", "dbr_excluded_human", "other_excluded_tool"}
    assert usual & every >= {"awaiting_reports", "ongoing_studies", "total_studies_ma"}


def test_a_corrected_number_is_marked_and_explained() -> None:
    found = figure(MADE["FLOWS"]["extra"](), Look(details=frozenset()))
    said = [text(words) for frame in found.frames for words in all_words(frame)]
    assert "(n = 1,099)\u2020" in said
    note = " ".join(text(w) for f in found.frames if f.kind == "note" for w in all_words(f))
    assert "\u2020 Corrected by hand: Records screened: 1,099 instead of 1,100 (a <slip>;" in note
    assert "Reports excluded (Other population): 11, which was not counted" in note


def test_numbers_from_a_file_say_so_and_what_is_not_stated_has_no_number() -> None:
    found = figure(MADE["FLOWS"]["from-file"]())
    said = " ".join(text(words) for frame in found.frames for words in all_words(frame))
    assert "A title of its own" in said
    assert "Titles <read> (n = 4,970)" in said
    assert "Reports not retrieved (n = ?)" in said
    assert "Registers" not in said
    assert "These numbers were read from a file." in said
    assert "*" not in said, "a mark without its note would lead nowhere"


def test_without_records_from_databases_their_arm_stays() -> None:
    """The official template has it; leaving it out would say that nobody looked."""
    keys = [f.groups[-1].key for f in frames("nothing-from-databases")]
    assert "records_excluded" in keys
    assert "dbr_assessed" in keys
