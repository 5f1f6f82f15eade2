"""Every chain of pages under every fault: the same records in the end, or a reason why not.

Chains are those of all tests/chain_*.py, and an invented one. A fault breaks one request: the
first, one in the middle, the last. Then a kill at every point of a walk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import TypeVar

import pytest
from firing import NOON, Invented, Kept, Killed, Ran, names, paged, run
from harming import MENDED, TOLD, Exchange, Harmed, Noting
from replaying import Chain, Server
from serving_one import serving

from litreview.sources import SOURCES
from litreview.sources.harvest import Plan
from litreview.sources.named import source_named
from litreview.sources.source import (
    Fault,
    Page,
    Reply,
    Request,
    Searchable,
)

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("no_moment")]
T = TypeVar("T")
INVENTED = "invented"
MODULES = (
    INVENTED,
    *sorted(p.stem.removeprefix("chain_") for p in Path(__file__).parents[1].glob("chain_*.py")),
)
NO_PLACE = {
    *((module, "cursor again") for module in
      (INVENTED, "arxiv", "crossref", "doaj", "eric", "pubmed")),
    ("semantic_scholar", "entry moved"),
}  # fmt: skip
"""No such fault: of a page that is asked for by number, or by a cursor that stays the same; of a
number that is an estimate."""
_SHORT = (5.0, 0.2)
"""Seconds to connect and to read where a server is silent: else it answers within a tenth, on a
busy machine too."""
_JUMPS = (0, 3_600, -86_400, 40_000_000, -7)


@cache
def chains(module: str, corpus: Path) -> list[Chain]:
    """The chains of a module that have a page to break."""
    if module == INVENTED:
        held = names(23)
        return [Chain(INVENTED, "23 by 4", lambda: paged(held, 4), frozenset(held), 23)]
    found: list[Chain] = import_module(f"chain_{module}").chains(corpus)
    return found


@cache
def undisturbed(module: str, name: str, corpus: Path) -> tuple[Ran, tuple[Exchange, ...]]:
    chain = next(one for one in chains(module, corpus) if one.name == name)
    noting = Noting(chain.fresh())
    with serving(noting) as server:
        ran = run(source_of(chain), server, Plan((chain.query,)))
    return ran, tuple(noting.run)


_SOURCES: dict[tuple[str, str], Searchable] = {}


def source_of(chain: Chain) -> Searchable:
    """The source of a chain, which reads a body that it knows from memory: reading is pure."""
    if chain.source == INVENTED:
        return Invented()
    if (chain.source, chain.name) not in _SOURCES:
        _SOURCES[chain.source, chain.name] = _remembering(chain)
    return _SOURCES[chain.source, chain.name]


def _remembering(chain: Chain) -> Searchable:
    said = {key.rpartition("_")[2].lower(): value for key, value in chain.environ.items()}
    source = source_named(chain.source, said) if said else SOURCES.get(chain.source)
    assert isinstance(source, Searchable)
    held = copy(source)
    held.read = _remembered_page(source)  # type: ignore[method-assign]
    held.entries = _remembered(source.entries)  # type: ignore[method-assign]
    held.keys = _remembered(source.keys)  # type: ignore[method-assign]
    return held


def _remembered_page(source: Searchable) -> Callable[[Request, Reply], Page | Fault]:
    known: dict[object, Page | Fault] = {}

    def read(sent: Request, reply: Reply) -> Page | Fault:
        key = (sent, reply.status, tuple(reply.headers.items()), reply.body)
        if key not in known:
            known[key] = source.read(sent, reply)
        return known[key]

    return read


def _remembered(read: Callable[[bytes], Iterator[T]]) -> Callable[[bytes], Iterator[T]]:
    known: dict[bytes, list[T]] = {}

    def found(body: bytes) -> Iterator[T]:
        if body not in known:
            known[body] = list(read(body))
        return iter(known[body])

    return found


def positions(requests: int) -> list[int]:
    """The first request, one in the middle, the last."""
    return sorted({1, (requests + 1) // 2, requests})


def harmed(module: str, chain: Chain, corpus: Path, fault: str) -> Iterator[tuple[int, Ran, Ran]]:
    """The number of each request that was broken, the undisturbed run and the disturbed one."""
    how = (MENDED | TOLD)[fault]
    right, exchanges = undisturbed(module, chain.name, corpus)
    for number in positions(len(exchanges)):
        answer = Harmed(chain.fresh(), number, how, list(exchanges))
        with serving(answer) as server:
            timeouts = _SHORT if fault == "time-out" else (10.0, 10.0)
            ran = run(source_of(chain), server, Plan((chain.query,)), timeouts=timeouts)
        if answer.struck:
            yield number, right, ran


@pytest.mark.parametrize("module", MODULES)
def test_undisturbed_each_chain_brings_what_it_holds(module: str, corpus: Path) -> None:
    assert chains(module, corpus)
    for chain in chains(module, corpus):
        ran, exchanges = undisturbed(module, chain.name, corpus)
        assert exchanges, chain.name
        assert ran.keys == chain.keys, chain.name
        assert ran.outcome.complete is chain.complete, (chain.name, ran.outcome.reason)


@pytest.mark.parametrize("module", MODULES)
def test_the_keys_of_a_page_are_those_of_its_entries(module: str, corpus: Path) -> None:
    entries = 0
    for chain in chains(module, corpus):
        ran, _ = undisturbed(module, chain.name, corpus)
        source = source_of(chain)
        for page in ran.vault.standing().order:
            body = ran.vault.body(page)
            found = [] if page.step else [entry.identity for entry in source.entries(body)]
            assert list(() if page.step else source.keys(body)) == found
            assert page.step or len(found) == page.count
            entries += len(found)
    assert entries


@pytest.mark.parametrize("fault", MENDED)
@pytest.mark.parametrize("module", MODULES)
def test_what_passes_leaves_no_trace(
    module: str, fault: str, corpus: Path, record_property: pytest.RecordProperty
) -> None:
    cases = 0
    for chain in chains(module, corpus):
        for number, right, ran in harmed(module, chain, corpus, fault):
            where = (chain.name, number, ran.outcome.reason)
            assert ran.keys == right.keys, where
            assert ran.outcome.complete is right.outcome.complete, where
            cases += 1
    assert cases == sum(
        len(positions(len(undisturbed(module, chain.name, corpus)[1])))
        for chain in chains(module, corpus)
    ), "each of them has a place for it"
    record_property("cases", cases)


@pytest.mark.parametrize("fault", TOLD)
@pytest.mark.parametrize("module", MODULES)
def test_what_is_lost_is_found_again_or_told(
    module: str, fault: str, corpus: Path, record_property: pytest.RecordProperty
) -> None:
    cases = 0
    for chain in chains(module, corpus):
        for number, right, ran in harmed(module, chain, corpus, fault):
            where = (chain.name, number, ran.outcome.reason)
            assert ran.keys <= right.keys, where
            if fault == "entry moved" and not right.outcome.exact:
                continue  # no number is stated that could fall short by one
            assert ran.keys == right.keys or not ran.outcome.complete, where
            assert ran.outcome.complete or ran.outcome.reason, where
            cases += 1
    assert bool(cases) is ((module, fault) not in NO_PLACE)
    record_property("cases", cases)


@pytest.mark.parametrize("module", MODULES)
def test_clocks_that_jump_change_nothing(
    module: str, corpus: Path, record_property: pytest.RecordProperty
) -> None:
    assert chains(module, corpus)
    for chain in chains(module, corpus):
        jumps = cycle(_JUMPS)

        def now(jumps: Iterator[int] = jumps) -> datetime:
            return NOON + timedelta(seconds=next(jumps))

        right, _ = undisturbed(module, chain.name, corpus)
        with serving(chain.fresh()) as server:
            ran = run(source_of(chain), server, Plan((chain.query,)), now=now)
        assert ran.numbers == right.numbers, chain.name
        assert ran.outcome.complete is right.outcome.complete, chain.name
        assert not ran.waits
    record_property("cases", len(chains(module, corpus)))


@pytest.mark.parametrize("module", MODULES)
def test_killed_at_any_point_the_next_run_ends_the_same(
    module: str, corpus: Path, record_property: pytest.RecordProperty
) -> None:
    """Before and after each body, before and after each line of the journal."""
    cases = 0
    for chain in chains(module, corpus):
        right, _ = undisturbed(module, chain.name, corpus)
        for point in points(right.vault.points):
            with serving(chain.fresh()) as server:
                ran = killed_and_run_again(chain, server, point)
            where = (chain.name, point, ran.outcome.reason)
            assert ran.numbers == right.numbers, where
            assert ran.outcome.complete is right.outcome.complete, where
            cases += 1
        assert cases >= len(right.vault.lines), "more points than lines of its journal"
    record_property("cases", cases)


def points(last: int) -> list[int]:
    """All points of the first pages and of the last; each third between: one or two a page."""
    ends = (*range(1, min(last, 14) + 1), *range(max(1, last - 12), last + 1))
    return sorted({*ends, *range(14, last, 3)})


def killed_and_run_again(chain: Chain, server: Server, point: int) -> Ran:
    def kill(now: int) -> None:
        if now == point:
            raise Killed

    vault, plan = Kept(kill=kill), Plan((chain.query,))
    with pytest.raises(Killed):
        run(source_of(chain), server, plan, vault)
    vault.kill = id
    return run(source_of(chain), server, plan, vault)
