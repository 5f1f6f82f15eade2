"""Every chain of pages, stopped in the middle; then its index has changed: nothing is passed over.

What a source that resumes had read before the stop is not read again while the total stays: of
entries that were exchanged there it can know nothing (docs/harvest.md says so).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from firing import Kept, Ran, run
from harming import STOP, Changed, Harmed, exchanged, nothing, shrunk
from replaying import Answering, Chain
from serving_one import serving
from test_harvest_matrix import MODULES, chains, source_of, undisturbed

from litreview.sources.harvest import Plan

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("no_moment")]
_EXCHANGED = 6
COUNTS_NONE = {("semantic_scholar", "one fewer")}
"""What it states is an estimate, which need not fall with one entry."""


@cache
def stopped(module: str, corpus: Path) -> list[tuple[Chain, Ran]]:
    """A chain, and a run of it that a budget ended: in the middle, before the last page."""
    found = []
    for chain in chains(module, corpus):
        _, exchanges = undisturbed(module, chain.name, corpus)
        last = len(exchanges)
        for number in sorted({(last + 2) // 2, last - 1, last} - {0, 1}):
            harm = Harmed(chain.fresh(), number, STOP, list(exchanges))
            ran = asked(chain, harm, Kept())
            if ran.outcome.complete:  # it was the look behind all that is stated
                assert number == last, chain.name
                continue
            assert ran.outcome.again
            found.append((chain, ran))
    return found


def asked(chain: Chain, answer: Answering, vault: Kept) -> Ran:
    with serving(answer) as server:
        return run(source_of(chain), server, Plan((chain.query,)), vault)


def changes(right: Ran, how: str) -> Callable[[bytes], bytes] | None:
    """What has become of the index; None: that cannot become of this one.

    What is exchanged came first, so before the stop.
    """
    expected, keys = right.outcome.expected, list(right.numbers)
    if how == "exchanged":
        gone = keys[:_EXCHANGED]
        return cache(lambda body: exchanged(body, [key for key in gone if stands(key, body)]))
    if expected is None:
        return None
    if how == "nothing once":
        return cache(lambda body: nothing(body, expected))
    return cache(lambda body: shrunk(body, keys[-1:], expected)) if right.outcome.exact else None


def stands(key: str, body: bytes) -> bool:
    """Whether a page may name an entry: most pages do not, and a search for each takes long."""
    name = key.rpartition(":")[2].lower()
    held = body.lower()
    return name.encode() in held or name.replace("/", "\\/").encode() in held


@cache
def changed(module: str, name: str, corpus: Path, how: str) -> tuple[Changed, Ran] | None:
    """The server of the changed index, and what it has; None: these pages have no place for it."""
    right, _ = undisturbed(module, name, corpus)
    change = changes(right, how)
    if change is None:
        return None
    chain = next(one for one in chains(module, corpus) if one.name == name)
    once = how == "nothing once"
    server = Changed(chain.fresh, change, once)
    now = right if once else asked(chain, server.fresh(), Kept())
    if not once and (now.keys == right.keys or not now.outcome.complete):
        return None
    return server, now


@pytest.mark.parametrize("how", ["exchanged", "one fewer", "nothing once"])
@pytest.mark.parametrize("module", MODULES)
def test_an_index_that_changed_between_two_sittings(
    module: str, how: str, corpus: Path, record_property: pytest.RecordProperty
) -> None:
    cases = ended = 0
    for chain, first in stopped(module, corpus):
        found = changed(module, chain.name, corpus, how)
        if found is None:
            continue
        server, now = found
        ended += judge(chain, now, asked(chain, server.fresh(), deepcopy(first.vault)), how)
        cases += 1
    assert bool(cases) is ((module, how) not in COUNTS_NONE)
    assert bool(ended) is bool(cases), "not all of them were cut short once more"
    record_property("cases", cases)


def judge(chain: Chain, now: Ran, second: Ran, how: str) -> bool:
    """Whether the second sitting ended the harvest; what it says is held against the pages."""
    where: Any = (chain.name, how, second.outcome.reason)
    assert second.outcome.complete or second.outcome.reason, where
    if not second.outcome.complete:
        return False
    missing = now.keys - second.keys
    if how == "exchanged" and source_of(chain).about.resumes:
        missing -= {key for key in missing if key.endswith("7")}
    assert not missing, where
    if how != "exchanged":
        assert second.outcome.expected == now.outcome.expected, where
    return True
