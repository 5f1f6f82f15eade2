"""`litreview doctor`."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview import __version__
from litreview.cli import say
from litreview.errors import LitreviewError, NotAReview

if TYPE_CHECKING:
    from litreview.review.doctor import Health, Tables

_WIDE = 100
"""Columns from which on it is shown how a source is asked."""
_SHORTEST = 12
_OTHERS = 48
"""Columns of the table that are not the answer, without that."""


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--offline", is_flag=True, help="Ask no source.")
@say.as_json
@click.pass_obj
def command(folder: Path, sources: tuple[str, ...], offline: bool, as_json: bool) -> None:
    """Which sources answer, which keys are set, and what a harvest would cost.

    Each source gets one small request, all at once. With SOURCES only these, each with its licence,
    where its settings come from and what it cannot do. No key is ever shown.
    """
    from litreview.review import doctor

    tables, place, wrong = _review(folder)
    found = doctor.looked_at(sources or doctor.names(tables), tables, os.environ, offline=offline)
    warnings = [*wrong, *doctor.strays(tables, os.environ)]
    warnings += [text for one in found for text in one.warnings]
    status = say.will_end(1 if wrong or any(one.answers is False for one in found) else 0)
    if as_json:
        say.out(_plain(found, place, warnings))
        raise SystemExit(status)
    if sources:
        for one in found:
            _detail(one)
    else:
        _overview(found, place)
    for text in warnings:
        say.note(f"warning: {text}")
    raise SystemExit(status)


def _review(folder: Path) -> tuple[Tables, str, list[str]]:
    """What the review says of sources, where it is ("": nowhere), and what is wrong with it."""
    from litreview.store.folder import find
    from litreview.store.settings import load

    try:
        here = find(folder)
    except NotAReview:
        return {}, "", []
    except LitreviewError as error:
        return {}, "", [error.what]
    try:
        return load(here.settings).sources, say.place(here.root), []
    except LitreviewError as error:
        where = f" ({error.where})" if error.where else ""
        return {}, say.place(here.root), [f"{error.what}{where}"]


def _overview(found: Sequence[Health], place: str) -> None:
    terminal = f"{say.width()} columns" if say.on_terminal() else "none"
    where = f"review {place}" if place else "no review here"
    say.out_lines(
        f"litreview {__version__}, Python {platform.python_version()}, terminal {terminal}, {where}"
    )
    heads = [("source", "left"), ("key", "left"), ("1,000 records", "right"), ("answer", "left")]
    rows = [_row(one) for one in found]
    if say.width() >= _WIDE:
        heads.insert(1, ("search", "left"))
        rows = [(row[0], one.asks, *row[1:]) for row, one in zip(rows, found, strict=True)]
    say.table("", heads, rows)
    say.note("Times are the least by rate and page size. More: litreview doctor NAME")


def _row(one: Health) -> tuple[str, ...]:
    answer = say.clip(_answer(one), max(say.width() - _OTHERS, _SHORTEST))
    return one.about.name, _key(one), _cost(one), answer


def _key(one: Health) -> str:
    """Whether it wants a key, and whether it has one."""
    if one.key_in:
        return "set"
    if one.about.email == "required" and not one.email_in:
        return "missing"
    return {"none": "", "optional": "optional", "required": "missing"}[one.about.key]


def _cost(one: Health) -> str:
    """At least so long, and about so much money."""
    from litreview.cli.waiting import span

    dollars = f", ${one.dollars:.2f}" if one.dollars else ""
    return f"{span(max(one.least, 1))}{dollars}" if one.requests else ""


def _answer(one: Health) -> str:
    if one.missing:
        return f"not asked: {one.missing}"
    if one.answers is None:
        return "not asked"
    return f"yes, {one.seconds:.1f} s" if one.answers else f"no: {one.said}"


def _detail(one: Health) -> None:
    from litreview.cli.waiting import span

    about = one.about
    least = f"at least {one.requests:,} requests and {span(max(one.least, 1))}"
    lines = [
        ("answer", _answer(one)),
        ("to do", one.remedy),
        ("search", f"{one.asks}, in the notation {about.dialect}" if about.dialect else one.asks),
        ("key", f"set{_at(one.key_in)}" if one.key_in else _need(about.key) or "none is needed"),
        ("a key is had at", about.key_from if not one.key_in else ""),
        ("e-mail", f"set{_at(one.email_in)}" if one.email_in else _need(about.email)),
        ("address", f"another one{_at(one.base_url_in)}" if one.base_url_in else about.base_url),
        ("1,000 records", least + (f", about ${one.dollars:.2f}" if one.dollars else "")),
        ("one query", f"at most {about.window:,} entries" if about.window else ""),
        ("records", "" if about.abstracts else "come without abstracts"),
        ("licence", about.licence),
        *(("cannot", text) for text in about.cannot),
        ("checked", f"{about.checked}, against {', '.join(about.references)}"),
    ]
    say.out_lines(f"{about.title} ({about.name})")
    for head, text in lines:
        if text:
            say.out_wrapped(text, head=f"    {head}: ")


def _need(need: str) -> str:
    return {"optional": "optional, not set", "required": "required, and not set"}.get(need, "")


def _at(place: str) -> str:
    return f" ({place})" if place else ""


def _plain(found: Sequence[Health], place: str, warnings: Sequence[str]) -> dict[str, Any]:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "terminal": {
            "output": sys.stdout.isatty(),
            "columns": shutil.get_terminal_size().columns,
            "colour": "NO_COLOR" not in os.environ,
        },
        "review": place or None,
        "warnings": list(warnings),
        "sources": [_plain_source(one) for one in found],
    }


def _plain_source(one: Health) -> dict[str, Any]:
    about = one.about
    return {
        "source": about.name,
        "title": about.title,
        "search": one.asks,
        "dialect": about.dialect,
        "answers": one.answers,
        "said": one.missing or one.said,
        "remedy": one.remedy,
        "seconds": round(one.seconds, 3),
        "key": {"need": about.key, "set_in": one.key_in or None, "from": about.key_from},
        "email": {"need": about.email, "set_in": one.email_in or None},
        "base_url_set_in": one.base_url_in or None,
        "harvest_of_1000": {
            "requests": one.requests,
            "seconds_at_least": round(one.least, 1),
            "dollars": one.dollars,
        },
        "window": about.window,
        "abstracts": about.abstracts,
        "licence": about.licence,
        "cannot": list(about.cannot),
        "references": list(about.references),
        "checked": about.checked,
    }
