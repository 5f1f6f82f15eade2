"""Recorded chains whose source states too little: all that the pages hold comes all the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from chain_crossref import chains as crossref
from chain_europepmc import chains as europepmc
from chain_openalex import chains as openalex
from replaying import Answer, Answering, Asked, Chain
from walking import walked

from litreview.sources.named import SOURCES

pytestmark = pytest.mark.corpus
STATED = re.compile(rb'"(count|hitCount|total-results)": ?(\d+)')
CHAINS = {"openalex": openalex, "europepmc": europepmc, "crossref": crossref}


def _understating(answer: Answering, share: float) -> Answering:
    """As `answer`, with the number of hits smaller; the first such number of a body is it."""

    def smaller(found: re.Match[bytes]) -> bytes:
        return b'"%b":%d' % (found[1], int(int(found[2]) * share))

    def said(asked: Asked) -> Answer:
        found = answer(asked)
        return replace(found, body=STATED.sub(smaller, found.body, count=1))

    return said


def _first(name: str, corpus: Path) -> Chain:
    """A chain of several pages that is whole."""
    return next(one for one in CHAINS[name](corpus) if one.complete and len(one.keys) > 10)


@pytest.mark.parametrize("share", [0.25, 0.6, 0.95])
@pytest.mark.parametrize("name", sorted(CHAINS))
def test_nothing_is_lost_where_too_little_is_stated(name: str, share: float, corpus: Path) -> None:
    chain = _first(name, corpus)
    walk = walked(SOURCES.get(name), _understating(chain.fresh(), share), chain.query)  # type: ignore[arg-type]
    assert walk.keys == chain.keys
    assert walk.outcome.complete
    assert "states too little" in " ".join(walk.outcome.warnings)
