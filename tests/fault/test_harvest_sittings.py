"""Every chain of pages, stopped in the middle; then its index has changed: nothing is passed over.

What a source that resumes had read before the stop is not read again while the total stays: of
entries that were exchanged there it can know nothing (docs/harvest.md says so).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from firing import Kept, Ran, run
from harming import STOP, Changed, Harmed, exchanged, nothing, shrunk
from replaying import Answering, Chain, Server
from test_harvest_matrix import MODULES, chains, source_of, undisturbed

from litreview.sources.harvest import Plan

pytestmark = pytest.mark.corpus
_EXCHANGED = 6
COUNTS_NONE = {("semantic_scholar", "one fewer")}
"""What it states is an estimate, which need not fall with one entry."""


def stopped(module: str, corpus: Path) -> Iterator[tuple[Chain, Ran, Ran]]:
    """A chain, its undisturbed run, and one that a budget ended: in the middle, before the last."""
    for chain in chains(module, corpus):
        right, exchanges = undisturbed(module, chain.name, corpus)
        last = len(exchanges)
        for number in sorted({(last + 2) // 2, last} - {1}):
            harm = Harmed(chain.fresh(), number, STOP, list(exchanges))
            ran = asked(chain, harm, Kept())
            assert not ran.outcome.complete
            assert ran.outcome.again
            yield chain, right, ran


def asked(chain: Chain, answer: Answering, vault: Kept) -> Ran:
    with Server(answer) as server:
        return run(source_of(chain), server, Plan((chain.query,)), vault)


def changes(right: Ran, first: Ran, how: str) -> Callable[[bytes], bytes] | None:
    """What has become of the index; None: that cannot become of this one."""
    expected = right.outcome.expected
    if how == "exchanged":
        gone = sorted(first.keys)[:_EXCHANGED]
        return lambda body: exchanged(body, gone)
    if expected is None:
        return None
    if how == "nothing once":
        return lambda body: nothing(body, expected)
    if not right.outcome.exact:
        return None
    last = list(right.numbers)[-1:]
    return lambda body: shrunk(body, last, expected)


@pytest.mark.parametrize("how", ["exchanged", "one fewer", "nothing once"])
@pytest.mark.parametrize("module", MODULES)
def test_an_index_that_changed_between_two_sittings(
    module: str, how: str, corpus: Path, record_property: pytest.RecordProperty
) -> None:
    cases = 0
    for chain, right, first in stopped(module, corpus):
        change = changes(right, first, how)
        if change is None:
            continue
        once = how == "nothing once"
        now = right if once else asked(chain, Changed(chain.fresh(), change), Kept())
        if not once and (now.keys == right.keys or not now.outcome.complete):
            continue  # such a change has no place in these pages
        vault = deepcopy(first.vault)
        second = asked(chain, Changed(chain.fresh(), change, once), vault)
        judge(chain, now, second, how)
        cases += 1
    assert bool(cases) is ((module, how) not in COUNTS_NONE)
    record_property("cases", cases)


def judge(chain: Chain, now: Ran, second: Ran, how: str) -> None:
    where: Any = (chain.name, how, second.outcome.reason)
    assert second.outcome.complete or second.outcome.reason, where
    if not second.outcome.complete:
        return
    missing = now.keys - second.keys
    if how == "exchanged" and source_of(chain).about.resumes:
        missing -= {key for key in missing if key.endswith("7")}
    assert not missing, where
    if how != "exchanged":
        assert second.outcome.expected == now.outcome.expected, where
