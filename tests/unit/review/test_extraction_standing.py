"""How far the extraction is, where two people extract each study."""

from __future__ import annotations

import io
from pathlib import Path

import litreview as lr
from litreview.cli.status import _extraction
from litreview.review import Review, to_extract

RIS = "".join(f"TY  - JOUR\nTI  - A trial of {name}\nER  -\n" for name in ("bees", "mentors"))
HEAD = "estimate_id,study_id,outcome,effect_value\n"


def review_of_two(folder: Path) -> Path:
    source = folder / "one.ris"
    source.write_text(RIS, "utf-8")
    place = folder / "review"
    with lr.create(place, title="Invented") as review:
        settings = place / "review.toml"
        settings.write_text(
            settings.read_text("utf-8") + "\n[extraction]\nextractors = 2\n", "utf-8"
        )
        review.load(source, source="Base")
    with lr.open(place) as review:
        review.dedup()
        for stage in ("title-abstract", "full-text"):
            session = review.screen(stage)
            while session.current is not None:
                session.vote("include")
    return place


def enter(review: Review, study: str, value: str) -> None:
    rows = f"{HEAD}E-{study},{study},In work,{value}\n"
    review.extract(review.form("estimate"), io.StringIO(rows, newline=""), "rows.csv")


def told(place: Path, who: str) -> tuple[list[str], str]:
    with lr.open(place, who=who) as review:
        now = review.standing()
    return [" ".join(" ".join(line).split()) for line in _extraction(now)], now.next


def studies(place: Path) -> list[str]:
    with lr.open(place) as review:
        return [str(one.id) for one in review.flow().studies]


def test_status_says_who_is_how_far_and_what_comes_next(tmp_path: Path) -> None:
    place = review_of_two(tmp_path)
    first, second = studies(place)
    assert told(place, "ann") == (
        ["extracted rows 0"], "litreview extract import estimate FILE.csv",
    )  # fmt: skip
    for who, value in (("ann", "4"), ("bo", "5")):
        with lr.open(place, who=who) as review:
            enter(review, first, value)
            to_extract.say_done(review, [first], undo=False)
    lines, following = told(place, "ann")
    assert lines == [
        "extracted rows 2 1 of 2 studies extracted by 2 people",
        "ann 1 study finished",
        "bo 1 study finished",
        "1 of 2 values given twice are the same (50%)",
        "1 row to be settled",
    ]
    assert following == "litreview extract next"
    for who in ("ann", "bo"):
        with lr.open(place, who=who) as review:
            enter(review, second, "4")
            if who == "ann":
                to_extract.say_done(review, [second], undo=False)
    lines, following = told(place, "ann")
    assert lines[0] == "extracted rows 4 1 of 2 studies extracted by 2 people, 1 begun"
    assert "bo 1 study finished, 1 begun" in lines
    assert following == "litreview extract settle", "the other study waits for bo alone"
