"""What somebody who waits sees, with a clock that is set by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from threading import Event

import pytest
from rich.console import Console

from litreview.cli.waiting import Board, Lines, Screen, Seen, span, watching
from litreview.sources.harvest import Told


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def told(received: int, state: str = "asking", expected: int | None = 1_000) -> Told:
    return Told("eric", expected, received, received, state)


def drawn(screen: Screen, columns: int = 80) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=columns, markup=False, highlight=False).print(screen)
    return [line.rstrip() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59, "59 s"), (65, "1:05 min"), (7_800, "2 h 10 min")]
)
def test_a_span_of_time_in_words(seconds: float, said: str) -> None:
    assert span(seconds) == said


def test_the_first_page_and_what_was_there_before_say_nothing_of_the_rate() -> None:
    one = Seen("eric")
    one.take(told(500), 100.0)
    assert (one.rate, one.left) == (0.0, None)
    one.take(told(600), 110.0)
    assert one.rate == pytest.approx(10)
    assert one.left == pytest.approx(40)


def test_nobody_knows_how_long_it_takes_without_a_total() -> None:
    one = Seen("eric")
    one.take(told(5, expected=None), 100.0)
    one.take(told(50, expected=None), 101.0)
    assert one.left is None
    assert one.so_far == "50"


def test_a_screen_has_a_line_a_source() -> None:
    clock = Clock()
    screen = Screen(["eric", "semantic-scholar"], Event(), clock)
    assert drawn(screen)[0].split() == ["eric", "asking"]
    screen.tell(told(200))
    clock.now += 2
    screen.tell(told(400, "waiting: too many requests (429)"))
    first, second = drawn(screen)
    assert first.split("  ")[0] == "eric"
    for part in ("400 of 1,000", "100/s", "6 s left", "waiting: too many"):
        assert part in first
    assert second.split() == ["semantic-scholar", "asking"]


def test_a_long_silence_is_shown_with_its_length() -> None:
    clock = Clock()
    screen = Screen(["eric"], Event(), clock)
    clock.now += 65
    assert drawn(screen)[0].endswith("asking (1:05 min)")


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_no_line_is_wider_than_the_screen(columns: int) -> None:
    screen = Screen(["a-source-with-a-very-long-name-indeed", "eric"], Event(), Clock())
    screen.tell(told(10**9, f"waiting: {'x' * 500}", 10**10))
    assert len(drawn(screen, columns)) == 2
    assert all(len(line) <= columns - 3 for line in drawn(screen, columns)), "room for ^C"


def test_what_a_source_says_cannot_steer_the_terminal() -> None:
    screen = Screen(["eric"], Event(), Clock())
    screen.tell(told(1, "waiting: \x1b[2J[bold]x[/bold]\nnext"))
    (line,) = drawn(screen)
    assert "\x1b" not in line
    assert "[bold]x" in line


def test_what_ended_early_is_told_from_what_is_whole() -> None:
    screen = Screen(["eric"], Event(), Clock())
    screen.tell(told(400, "done"))
    assert drawn(screen)[0].endswith("ended")
    screen.tell(replace(told(1_000, "done"), complete=True))
    assert drawn(screen)[0].endswith("all received")


def test_fewer_than_the_sum_of_overlapping_strings_may_be_all() -> None:
    screen = Screen(["eric"], Event(), Clock())
    screen.tell(replace(told(400, "done"), complete=True))
    assert drawn(screen)[0].endswith("all received")


def test_once_it_is_to_stop_that_is_what_it_does() -> None:
    stop = Event()
    screen = Screen(["eric"], stop, Clock())
    stop.set()
    assert "stopping" in drawn(screen)[0]


def test_without_a_screen_there_is_a_line_every_few_seconds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    lines = Lines(["eric"], Event(), clock)
    for received in range(100, 1_100, 100):
        clock.now += 1
        lines.tell(told(received))
    lines.tell(told(1_000, "done"))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "eric: 500 of 1,000 received, 100/s, 5 s left",
        "eric: 1,000 of 1,000 received, 100/s, 0 s left",
    ]


def test_silence_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    with watching(["eric"], Event(), silent=True) as tell:
        tell(told(5))
    said = capsys.readouterr()
    assert said.out + said.err == ""


def test_a_board_keeps_what_it_was_told() -> None:
    board = Board(["eric"], Event(), Clock())
    board.tell(told(7, "done"))
    assert (board.seen["eric"].received, board.seen["eric"].state) == (7, "done")
