"""What a reader knows and has still to read."""

from __future__ import annotations

from litreview.model import ReportId
from litreview.screening.known import RECIPES, Known, Reading, ordinal
from litreview.screening.rank import recipes


def ids(*numbers: int) -> list[ReportId]:
    return [ReportId(f"x:{number}") for number in numbers]


def test_a_reading_says_what_is_unread_and_what_is_left_at_maybe() -> None:
    reading = Reading(ids(1, 2, 3), {}, set(ids(1, 2, 3)))
    reading.say(ids(2)[0], "maybe")
    reading.say(ids(1)[0], "include")
    assert reading.known() == Known({ids(1)[0]: True}, tuple(ids(3)), tuple(ids(2)))
    reading.say(ids(1)[0], None)
    reading.say(ids(2)[0], "exclude")
    assert reading.known() == Known({ids(2)[0]: False}, tuple(ids(1, 3)), ())


def test_places_are_said_as_people_say_them() -> None:
    said = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 112: "112th", 1021: "1,021st"}
    assert {number: ordinal(number) for number in said} == said


def test_the_names_that_need_no_numpy_are_those_of_the_recipes() -> None:
    assert (*recipes.RECIPES, "none") == RECIPES
