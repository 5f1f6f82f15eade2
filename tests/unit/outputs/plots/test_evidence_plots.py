"""Direction, harvest, cost-effectiveness plane, gap map, risk of bias: any length, any text."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from litreview.errors import UsageError
from litreview.outputs.plots import PLOTS, Ask
from litreview.outputs.plots._canvas import Drawing, Group, Look, Rect, box, texts
from litreview.outputs.plots._rows import read
from litreview.outputs.plots._svg import read_data, svg
from litreview.outputs.plots._ways import sign_test

GOLDEN = Path(__file__).parents[3] / "golden" / "plots"
MADE = runpy.run_path(str(GOLDEN / "evidence_made.py"))
NAMES = tuple(MADE["MAKERS"])
UPDATE = os.environ.get("LITREVIEW_UPDATE_GOLDEN") == "1"


def data_of(name: str, text: str, width: float = 180.0, **chosen: str) -> Any:
    kind = PLOTS.get(name)
    assert kind.from_rows is not None
    rows = read(text.encode("utf-8", "replace"), "made.csv", kind.columns)
    return kind.from_rows(rows, Ask(Look(width_mm=width), chosen))


def drawn(name: str, text: str, width: float = 180.0, **chosen: str) -> Drawing:
    return PLOTS.get(name).build(data_of(name, text, width, **chosen))


def made(name: str, count: int, **given: Any) -> Drawing:
    return drawn(name, MADE["MAKERS"][name](count, **given), **MADE["CHOSEN"].get(name, {}))


def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    """Texts that lie on each other by more than a fifth of a unit."""
    held = sorted(((box(text), text.text) for text in texts(drawing.shapes)), key=lambda p: p[0].y)
    found = []
    for at, (one, said) in enumerate(held):
        for other, words in held[at + 1 :]:
            if other.y > one.bottom:
                break
            if meet(one, other):
                found.append((said, words))
    return found


def meet(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.right - 0.2
        and other.x < one.right - 0.2
        and one.y < other.bottom - 0.2
        and other.y < one.bottom - 0.2
    )


def beyond(drawing: Drawing) -> list[str]:
    """Texts that reach beyond the paper."""
    return [
        text.text
        for text in texts(drawing.shapes)
        if (b := box(text)).x < -0.1
        or b.right > drawing.width + 0.1
        or b.y < -0.1
        or b.bottom > drawing.height + 0.1
    ]


def groups(drawing: Drawing, kind: str) -> list[Group]:
    found: list[Group] = []
    waiting = list(drawing.shapes)
    while waiting:
        shape = waiting.pop(0)
        if isinstance(shape, Group):
            found += [shape] if shape.kind == kind else []
            waiting = [*shape.shapes, *waiting]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_drawing_is_as_recorded(name: str) -> None:
    """LITREVIEW_UPDATE_GOLDEN=1 rewrites it; look at the picture before committing it."""
    path = GOLDEN / f"{name}.svg"
    found = svg(made(name, MADE["GOLDEN"]))
    if UPDATE:
        path.write_text(found, "utf-8", newline="\n")
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [1, 3, 30, 300])
def test_words_stay_on_the_paper_and_off_each_other(name: str, count: int) -> None:
    drawing = made(name, count)
    assert not drawing.empty
    assert beyond(drawing) == []
    assert overlaps(drawing) == []
    assert min(text.style.size for text in texts(drawing.shapes)) >= 6


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [100.0, 400.0])
def test_other_widths(name: str, width: float) -> None:
    text = MADE["MAKERS"][name](8, names=[MADE["label"](at) + MADE["LONG"] for at in range(8)])
    drawing = drawn(name, text, width)
    assert beyond(drawing) == []
    assert overlaps(drawing) == []


@pytest.mark.parametrize("name", NAMES)
def test_text_that_would_like_to_be_more_stays_text(name: str) -> None:
    drawing = made(name, 12, names=MADE["HOSTILE"])
    text = svg(drawing)
    root = ET.fromstring(text)  # noqa: S314 - our own drawing
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "metadata", "rect", "g", "text", "path", "line",
                    "circle", "a", "clipPath"}  # fmt: skip
    assert all(not key.startswith("on") for element in root.iter() for key in element.attrib)
    assert "\u202e" not in text
    assert beyond(drawing) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_draw_is_a_sentence(name: str) -> None:
    drawing = made(name, 0)
    assert drawing.empty
    assert drawing.empty in " ".join(text.text for text in texts(drawing.shapes))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_drawn_can_be_read_back(name: str) -> None:
    assert read_data(svg(made(name, 3)))["plot"] == name


def test_traffic_lights_have_the_words_of_their_tool() -> None:
    drawing = drawn("rob", "study,D,overall\nA,serious,critical\nB,No information,\n")
    assert "The words are those of: ROBINS-I" in " ".join(t.text for t in texts(drawing.shapes))
    titles = [group.title for group in groups(drawing, "judgement")]
    assert titles == ["A, D: serious", "A, Overall: critical", "B, D: No information",
                      "B, Overall: not judged"]  # fmt: skip


def test_numbered_domains_get_the_names_of_the_tool_asked_for() -> None:
    text = "study,D1,D2,D3,D4,D5\nA,low,low,low,low,high\n"
    named = data_of("rob", text, tool="rob-2")
    assert len(named.domains) == 5
    assert named.domains == named.scale.domains
    assert named.rows[0].judgements[named.domains[-1]] == "high"
    assert "D1 to D5 of the file are the domains of" in named.scale.notes[-1]
    assert data_of("rob", text).domains == ("D1", "D2", "D3", "D4", "D5")
    assert data_of("rob", text.replace("D5", "D6"), tool="rob-2").domains[0] == "D1"


def test_a_word_that_is_not_on_the_scale_is_shown_and_told() -> None:
    drawing = drawn("rob", "study,D\nA,low\nB,lowish\n", tool="rob-2")
    assert any("'lowish' in D is no judgement" in note for note in drawing.notes)
    assert "a word that is not on the scale" in [t.text for t in texts(drawing.shapes)]


def test_words_in_an_order_of_ones_own() -> None:
    data = data_of("rob", "study,D\nA,fine\nB,bad\n", judgements="fine, bad")
    assert [(s.name, s.sign, s.role) for s in data.scale.signs] == [
        ("fine", "+", "good"),
        ("bad", "-", "poor"),
    ]


def test_bars_by_weight() -> None:
    text = "study,D,weight\nA,low,3\nB,high,1\nC,high,\n"
    drawing = drawn("rob", text, show="summary", weighted="yes", tool="rob-2")
    assert [g.title for g in groups(drawing, "share")] == ["D: low, 75.0%", "D: high, 25.0%"]
    assert "C is not in the bars: it has no weight above 0" in drawing.notes


def test_outcomes_of_one_study_count_once_and_by_seventy_per_cent() -> None:
    rows = "".join(f"A,jobs,{way}\n" for way in ["better"] * 7 + ["worse"] * 3)
    rows += "".join(f"B,jobs,{way}\n" for way in ["better"] * 2 + ["worse"])
    data = data_of("direction", f"study,outcome_domain,direction\n{rows}")
    assert [(c.study, c.way, c.outcomes, c.why) for c in data.cells] == [
        ("A", "better", 10, "7 better, 3 worse"),
        ("B", "none", 3, "2 better, 1 worse"),
    ]


def test_sign_test_is_exact() -> None:
    ways = [*(["better"] * 9), "worse", "none", "unclear"]
    found = sign_test(ways)
    assert (found.better, found.worse, found.other) == (9, 1, 2)
    assert found.p == pytest.approx(22 / 1024)  # (1 + 10) tails of 2**10, twice
    assert sign_test(["none"]).p is None
    assert sign_test(["better", "worse"]).p == 1.0


def test_a_direction_that_is_none_is_left_out_with_its_line() -> None:
    data = data_of("direction", "study,outcome_domain,direction\nA,jobs,sideways-ish\n,jobs,up\n")
    assert data.cells == ()
    assert [note.partition(":")[0] for note in data.notes] == [
        "line 2 is left out",
        "line 3 is left out",
    ]


def test_harvest_bars_stand_from_high_to_low_in_their_panel() -> None:
    text = "study,outcome_domain,direction,quality\nA,jobs,up,low\nB,jobs,up,high\nC,jobs,?,low\n"
    drawing = drawn("harvest", text)
    said = [group.title for group in groups(drawing, "bar")]
    assert [one.partition(",")[0] for one in said] == ["C", "B", "A"]
    assert "no difference or unclear" in said[0]
    heights = [box(group.shapes[0]).height for group in groups(drawing, "bar")]
    assert heights[0] == heights[2] < heights[1]


def test_harvest_says_when_the_order_of_words_is_not_known() -> None:
    text = "study,outcome_domain,direction,quality\nA,jobs,up,so-so\nB,jobs,up,splendid\n"
    assert any(
        "the order of 'so-so', 'splendid' is not known" in n for n in drawn("harvest", text).notes
    )
    data = data_of("harvest", text, heights="so-so, splendid")
    assert data.heights == ("so-so", "splendid")


def test_one_plane_holds_one_money_and_one_unit() -> None:
    rows = ("A,1,pp,100,EUR,2020", "B,2,pp,90,EUR,2020", "C,1,pp,100,GBP,2020", "D,1,pp,100,EUR,",
            "E,1,days,5,EUR,2020", "F,,pp,5,EUR,2020")  # fmt: skip
    text = "study,effect,effect_unit,cost,currency,price_year\n" + "\n".join(rows) + "\n"
    data = data_of("ce-plane", text)
    assert [p.label for p in data.points] == ["A", "B"]
    assert dict(data.missing) == {
        "C": "its cost is in GBP of 2020",
        "D": "no price year",
        "E": "its effect is in days",
        "F": "no effect",
    }
    assert [p.label for p in data_of("ce-plane", text, currency="gbp").points] == ["C"]
    nothing = drawn("ce-plane", text, currency="SEK")
    assert nothing.empty
    assert "A is not drawn: in EUR of 2020, pp, which is not what was asked for" in nothing.notes


def test_quarters_and_the_line_of_what_an_effect_is_worth() -> None:
    rows = ("A,1,pp,100,EUR,2020", "B,2,pp,-90,EUR,2020", "C,-1,pp,100,EUR,2020",
            "D,-1,pp,-5,EUR,2020")  # fmt: skip
    text = "study,effect,effect_unit,cost,currency,price_year\n" + "\n".join(rows) + "\n"
    drawing = drawn("ce-plane", text, wtp="50")
    assert [p.quadrant for p in data_of("ce-plane", text).points] == ["NE", "SE", "NW", "SW"]
    titles = [group.title for group in groups(drawing, "point")]
    assert "100 a unit of effect" in titles[0]
    assert "a unit of effect" not in titles[1]
    words = " ".join(t.text for t in texts(drawing.shapes))
    assert "1 of 4 points on it or below" in words


def test_a_gap_is_a_cell_without_a_study() -> None:
    text = ("study,intervention,outcome_domain,rating\nA,one,jobs,high\nA,one,jobs,high\n"
            "B,one,jobs,low\n,two,,\n,,pay,\n")  # fmt: skip
    drawing = drawn("gap-map", text)
    assert [g.title for g in groups(drawing, "bubble")] == [
        "one, jobs, high: 1 study (A)",
        "one, jobs, low: 1 study (B)",
    ]
    assert [g.title for g in groups(drawing, "gap")] == [
        "one, pay: no study",
        "two, jobs: no study",
        "two, pay: no study",
    ]


def test_bubbles_grow_by_area_and_keep_their_place() -> None:
    rows = [f"S{at},one,jobs,high" for at in range(16)] + [f"S{at},one,pay,high" for at in range(4)]
    drawing = drawn(
        "gap-map", "study,intervention,outcome_domain,rating\n" + "\n".join(rows) + "\n"
    )
    first, second = (group.shapes[0].radius for group in groups(drawing, "bubble"))  # type: ignore[union-attr]
    assert second == pytest.approx(max(first / 2, 5.6))


def test_choices_that_do_not_exist_are_refused() -> None:
    for name, chosen in (("rob", {"show": "pie"}), ("rob", {"tool": "crystal-ball"}),
                         ("gap-map", {"colour": "taste"}), ("ce-plane", {"wtp": "much"}),
                         ("rob", {"judgements": "a, A"})):  # fmt: skip
        with pytest.raises(UsageError) as caught:
            drawn(name, MADE["MAKERS"][name](3), **chosen)
        assert caught.value.remedy
