"""`litreview search suggest`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened
from litreview.errors import UsageError
from litreview.query.discovery.stopwords import LANGUAGES

if TYPE_CHECKING:
    from litreview.model import Record
    from litreview.query.discovery import Suggested, Suggestion
    from litreview.review import Review

_FILE = click.Path(path_type=Path, dir_okay=False)
_FORMS = 4
"""Forms of a term that a table names."""


@click.command()
@click.option("--gold", type=_FILE, metavar="FILE", help="Records that a search must find.")
@click.option("--included", is_flag=True, help="The review's included reports are those records.")
@click.option("--background", type=_FILE, metavar="FILE", help="Records to compare them with.")
@click.option("--all", "all_", is_flag=True, help="Compare them with all reports of the review.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Only records in this language.")
@click.option("--strategy", default="", metavar="NAME", help="Mark what this strategy finds.")
@click.option(
    "--least", type=click.IntRange(1), default=2, show_default=True, metavar="N",
    help="Terms of at least so many of those records.",
)  # fmt: skip
@click.option(
    "--top", type=click.IntRange(1), default=40, show_default=True, metavar="N",
    help="So many terms a language.",
)  # fmt: skip
@say.as_json
@click.pass_obj
def command(
    folder: Path,
    gold: Path | None,
    included: bool,
    background: Path | None,
    all_: bool,
    language: str | None,
    strategy: str,
    least: int,
    top: int,
    as_json: bool,
) -> None:
    """Terms that known studies have and other records have not.

    Words of one stem stand as one term with the shortest safe truncation. Without options the
    included reports of the review are compared with all its reports. The terms come by the z score
    of their log-odds ratio; only those are shown that are strong in the network of terms that stand
    together. A suggestion is nothing but that: read the records before you take a term up.
    """
    from litreview.query.discovery import Asked, suggest

    _one_of("--gold FILE", gold is not None, "--included", included)
    _one_of("--background FILE", background is not None, "--all", all_)
    asked = Asked(language or "", least)
    with _review(folder, needed=gold is None or background is None) as review:
        known = list(_gold(review, gold))
        found = suggest(known, _background(review, background), asked, _covering(folder, strategy))
    if as_json:
        say.out([_plain(one, top) for one in found])
    else:
        for one in found:
            _show(one, top, covered=bool(strategy))
    if not found:
        say.note(_nothing(len(known), gold, asked.least, language))
    raise SystemExit(say.will_end(0 if any(one.suggestions for one in found) else 1))


def _one_of(one: str, given: bool, other: str, also: bool) -> None:
    if given and also:
        raise UsageError(f"{one} and {other} say two things", remedy="give one of them")


def _review(folder: Path, *, needed: bool) -> AbstractContextManager[Review | None]:
    return opened(folder) if needed else nullcontext()


def _gold(review: Review | None, path: Path | None) -> Iterable[Record]:
    from litreview.review import discovering

    if path is not None:
        return discovering.from_file(path)
    return discovering.included(review) if review is not None else ()


def _background(review: Review | None, path: Path | None) -> Iterable[Record]:
    from litreview.review import discovering

    if path is not None:
        return discovering.from_file(path)
    return discovering.everything(review) if review is not None else ()


def _covering(folder: Path, strategy: str) -> Callable[[str], str] | None:
    from litreview.errors import NotAReview
    from litreview.review import discovering, strings
    from litreview.store.folder import find

    if not strategy:
        return None
    try:
        root = find(folder).root
    except NotAReview:
        root = folder
    return discovering.covering(strings.read_strings(root), strategy)


def _nothing(records: int, gold: Path | None, least: int, language: str | None) -> str:
    tongue = f" in {language}" if language else ""
    if not records:
        where = f" in {say.place(gold)}" if gold else " among the included reports"
        return f"There is no record{where}. Name others with --gold FILE"
    return f"Fewer than {least} records{tongue}: a term cannot be told from chance. Try --least 1"


def _show(found: Suggested, top: int, *, covered: bool) -> None:
    if not found.suggestions:
        say.note(
            f"{found.language}: nothing tells {say.count(found.gold, 'known record')} "
            f"from {say.count(found.background, 'other')}"
        )
        return
    shown = found.suggestions[:top]
    title = f"{found.language}: {say.count(found.gold, 'known record')}"
    columns = [("term", "left"), ("known", "right"), ("others", "right"), ("z", "right"),
               ("strength", "right"), ("forms", "left"), ("inside", "left")]  # fmt: skip
    if covered:
        columns.append(("covered by", "left"))
    rows = [
        (
            _text(one.node), f"{one.gold} of {found.gold}", one.background, f"{one.keyness.z:.1f}",
            one.strength, _forms(one), _text(one.within) if one.within else "",
            *((one.covered,) if covered else ()),
        )
        for one in shown
    ]  # fmt: skip
    say.table(title, columns, rows)
    more = len(found.suggestions) - len(shown)
    say.note(
        f"Compared with {say.count(found.background, 'other record')}. Not shown: {more:,} more, "
        f"and {found.weaker:,} below strength {found.cut:,}"
    )


def _forms(one: Suggestion) -> str:
    named = [text for text, _ in one.forms[:_FORMS]]
    rest = len(one.forms) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def _text(node: Any) -> str:  # noqa: ANN401 - a node of a search tree
    from litreview.query.dialects import DIALECTS

    return DIALECTS.get("litreview").write(node)


def _plain(found: Suggested, top: int) -> dict[str, Any]:
    return {
        "language": found.language,
        "gold": found.gold,
        "background": found.background,
        "strength_cut_off": found.cut,
        "below_cut_off": found.weaker,
        "suggestions": [
            {
                "term": _text(one.node),
                "gold": one.gold,
                "background": one.background,
                "log_odds": round(one.keyness.ratio, 4),
                "z": round(one.keyness.z, 4),
                "strength": one.strength,
                "forms": dict(one.forms),
                "within": _text(one.within) if one.within else "",
                "covered": one.covered,
            }
            for one in found.suggestions[:top]
        ],
    }
