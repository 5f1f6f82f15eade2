"""The sixteen items of PRISMA-S, filled from what the review holds, with the gaps named.

Rethlefsen et al. 2021, Systematic Reviews 10, 39, doi 10.1186/s13643-020-01542-z; items 1 to 16 of
its checklist, in our own words. Nothing is guessed: what only people know is theirs to write.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from litreview.model import DATABASE_KINDS, DIRECTION, Search, SourceKind
from litreview.outputs.by_hand import by_hand
from litreview.outputs.words import counted
from litreview.query.dialects import DIALECTS
from litreview.query.history import dialect_of
from litreview.query.reading import parse
from litreview.query.tree import Dates, Field, Native, Scoped, walk

LINK = "https://doi.org/10.1186/s13643-020-01542-z"
Status = Literal["filled", "gap", "for a person"]
_RELOAD = "unload the search, and load its file again with"
_DEDUP = "How duplicates were removed"
_TWO = 2
_SHOWN = 60
"""Characters of a limit that only its notation has."""
_LIMITS = frozenset({Field.LANGUAGE, Field.TYPE, Field.METHODOLOGY})


@dataclass(frozen=True, slots=True)
class Item:
    """One item. what: what the review says of it; missing: what is not known, and how it gets in.

    status: filled, a gap that a command closes, or for a person to write.
    """

    number: int
    title: str
    status: Status
    what: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the items are filled from. reviewed: strategy -> points open in its PRESS form.

    strategies: the names of all.
    duplicates: records removed as such; looked: whether somebody has looked for them, None where
    that is not known.
    """

    searches: tuple[Search, ...]
    duplicates: int = 0
    looked: bool | None = None
    reviewed: Mapping[str, int] | None = None
    strategies: Sequence[str] = ()


def items(known: Known) -> tuple[Item, ...]:
    """The sixteen, in order. Cost: linear in searches and strings."""
    searches = known.searches
    main = [one for one in searches if one.kind in DATABASE_KINDS]
    return (
        _databases([one for one in searches if one.kind == "database"]),
        _platforms(main),
        _of_kind(3, "Study registers", searches, "register"),
        _of_kind(4, "Websites and browsing", searches, "website", "organisation"),
        _of_kind(5, "Citation searching", searches, "citation"),
        _person(6, "Contacts", "who was asked for studies or data, or that nobody was"),
        _person(7, "Other methods", "any other source or method, or that there was none"),
        _strings(searches),
        _limits(searches),
        _person(10, "Search filters", "published filters, as made or changed, cited; or none"),
        _person(11, "Prior work", "strings taken over from another review, cited; or none"),
        _updates(searches),
        _dates(searches),
        _peers(known.reviewed, known.strategies),
        _totals(searches),
        _duplicates(known),
    )


def _person(number: int, title: str, what: str) -> Item:
    return Item(number, title, "for a person", "", f"say {what}")


def _either(number: int, title: str, what: str, gaps: str) -> Item:
    return Item(number, title, "gap" if gaps else "filled", what, gaps)


def _names(searches: Iterable[Search]) -> str:
    return ", ".join(dict.fromkeys(one.source.strip() or one.id for one in searches))


def _ids(searches: Iterable[Search]) -> str:
    return ", ".join(one.id for one in searches)


def _databases(searches: Sequence[Search]) -> Item:
    title = "Databases, each with its platform"
    if not searches:
        return _person(1, title, "which databases were searched; none is loaded")
    bare = [one for one in searches if one.harvest is None and not dialect_of(one.source)]
    gap = f'no platform in the name of {_names(bare)}: {_RELOAD} --source "DATABASE (PLATFORM)"'
    return _either(1, title, _with_platforms(searches), gap if bare else "")


def _with_platforms(searches: Iterable[Search]) -> str:
    """The sources; those that were asked over their API say so."""
    told = (one.source if one.harvest is None else f"{one.source} (by its API)" for one in searches)
    return ", ".join(dict.fromkeys(name.strip() for name in told if name.strip()))


def _platforms(searches: Sequence[Search]) -> Item:
    held: dict[str, list[Search]] = defaultdict(list)
    for one in searches:
        if name := dialect_of(one.source):
            held[DIALECTS.get(name).title].append(one)
    several = [f"{p}: {_names(all_)}" for p, all_ in sorted(held.items()) if len(all_) > 1]
    return Item(2, "Several databases on one platform", "for a person", "; ".join(several),
                "say which databases were searched at once, or that none were")  # fmt: skip


def _of_kind(number: int, title: str, searches: Sequence[Search], *kinds: SourceKind) -> Item:
    found = [one for one in searches if one.kind in kinds]
    if not found:
        how = " or ".join(f"--kind {kind}" for kind in kinds)
        return _person(number, title, f"that there was none, or load what came of it with {how}")
    bare = [one for one in found if not (one.query.strip() or _how(one))]
    gap = f"not said how, for {_ids(bare)}: {_RELOAD} --note"
    told = [f"{_names([one])} ({how})" if (how := _way(one)) else _names([one]) for one in found]
    return _either(number, title, "; ".join(dict.fromkeys(told)), gap if bare else "")


def _way(search: Search) -> str:
    """How a source was looked through by hand, or whose citations were chased which way."""
    way = dict(search.harvest.limits).get(DIRECTION, "") if search.harvest else ""
    if search.harvest is None or not way:
        return by_hand(search)
    return f"{way}, of {counted(len(search.harvest.strings), 'work')}, {search.searched_on}"


def _strings(searches: Sequence[Search]) -> Item:
    """Where there is no string by nature, on a website for example, a note says how it was done."""
    bare = [one for one in searches if not _told(one)]
    told = len(searches) - len(bare)
    what = f"{told:,} of {counted(len(searches), 'search')} with the string, or how"
    gap = f"no string for {_ids(bare)}: {_RELOAD} --query"
    return _either(8, "Full strings, as run", what, gap if bare else "")


def _told(search: Search) -> bool:
    other = _how(search) if search.kind not in DATABASE_KINDS else ""
    return bool(search.query.strip() or other)


def _how(search: Search) -> str:
    """How a source without a string was searched, in somebody's words, or where."""
    return search.note.strip() or (search.browsed.url if search.browsed else "")


def _limits(searches: Sequence[Search]) -> Item:
    found = [f"{one.id}: {', '.join(seen)}" for one in searches if (seen := sorted(_seen(one)))]
    missing = "say of each limit why, also of those set outside the string; or that there was none"
    return Item(9, "Limits", "for a person", "; ".join(found), missing)


def _seen(search: Search) -> set[str]:
    """The limits of a harvest, and those inside a string whose notation its source tells."""
    if search.harvest is not None:
        limits = search.harvest.limits
        return {f"{name} {value}" for name, value in limits if name != DIRECTION}
    name = dialect_of(search.source)
    dialect = DIALECTS.get(name) if name and search.query.strip() else None
    tree = parse(search.query, dialect).tree if dialect and dialect.grammar else None
    return set() if tree is None else {limit for node in walk(tree) for limit in _limit(node)}


def _limit(node: object) -> Iterator[str]:
    if isinstance(node, Dates):
        yield f"dates {node.first or '...'} to {node.last or '...'}"
    elif isinstance(node, Scoped) and set(node.fields) <= _LIMITS:
        yield from node.fields
    elif isinstance(node, Native):
        yield node.text[:_SHOWN]


def _updates(searches: Sequence[Search]) -> Item:
    days: dict[str, set[str]] = defaultdict(set)
    for one in searches:
        if one.searched_on:
            days[one.source].add(one.searched_on)
    again = [f"{name}: {', '.join(sorted(d))}" for name, d in days.items() if len(d) > 1]
    again += [
        f"{one.id} brings {one.harvest.updates} up to date"
        for one in searches
        if one.harvest is not None and one.harvest.updates
    ]
    if again:
        return Item(12, "Updates", "filled", f"searched again: {'; '.join(again)}")
    return _person(12, "Updates", "how searches were updated, or load those of a later day too")


def _dates(searches: Sequence[Search]) -> Item:
    bare = [one for one in searches if not one.searched_on]
    dated = [f"{one.id} {one.searched_on}" for one in searches if one.searched_on]
    gap = f"no day for {_ids(bare)}: {_RELOAD} --date"
    return _either(13, "Days of the searches", ", ".join(dated), gap if bare else "")


def _peers(reviewed: Mapping[str, int] | None, strategies: Sequence[str]) -> Item:
    title = "Peer review of the strings"
    how = "litreview search press"
    if not reviewed:
        form = f", or fill the form of {how} {strategies[0]}" if strategies else ""
        others = f" (and of {counted(len(strategies) - 1, 'other')})" * (len(strategies) > 1)
        return _person(14, title, f"who reviewed the strings{form}{others}, or that nobody did")
    done = [name for name, still in reviewed.items() if not still]
    undone = [f"{name} ({still:,} open)" for name, still in reviewed.items() if still]
    first = next((name for name, still in reviewed.items() if still), "")
    gap = f"{', '.join(undone)}: see {how} {first}"
    what = f"PRESS 2015, nothing open: {', '.join(done)}" if done else ""
    return _either(14, title, what, gap if undone else "")


def _totals(searches: Sequence[Search]) -> Item:
    what = "; ".join(map(_total, searches))
    short = [one for one in searches if one.complete is False and not one.enough]
    gap = (
        f"not all that was found was received from {_ids(short)}: run the search again, or export "
        "and load the rest"
    )
    return _either(15, "Records from each source", what, gap if short else "")


def _total(search: Search) -> str:
    aside = search.harvest.set_aside if search.harvest else 0
    expected = f" of {search.expected:,}" if search.expected is not None else ""
    more = f", {aside:,} set aside" if aside else ""
    more += ", as many as were wanted" if search.enough else ""
    return f"{search.id}: {counted(search.records, 'record')}{expected}{more}"


def _duplicates(known: Known) -> Item:
    what = f"by litreview; {counted(known.duplicates, 'record')} removed"
    if known.duplicates or known.looked or len(known.searches) < _TWO:
        done = known.duplicates or known.looked
        return Item(16, _DEDUP, "filled", what if done else "one search, no duplicates removed")
    why = "nobody has looked for duplicates" if known.looked is False else "none is removed"
    return Item(16, _DEDUP, "gap", "", f"{why}: litreview dedup run")
