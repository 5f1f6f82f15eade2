"""Recorded pages with one value of another type, or one element gone: nothing makes a source raise.

Every place of the first entries of each recorded page is tried with values of other types, once a
source: a place that an earlier page of it had is tried again only near the top, where what is read
depends on what was asked. What comes must still be a page whose entries are as many as it counts,
or a fault, and every record must hold what its fields promise.
"""

from __future__ import annotations

import copy
import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from replaying import Chain
from walking import walked

from litreview.model import Record
from litreview.sources.named import SOURCES
from litreview.sources.source import Fault, Page, Reply, Request, Searchable

pytestmark = pytest.mark.corpus
MODULES = sorted(path.stem for path in Path(__file__).parents[1].glob("chain_*.py"))
VALUES: tuple[Any, ...] = (
    None, True, -1, 7, 2.5, 10**30, "", "x", "9" * 400, "2019-13-45", [], [None], [[]], ["x"], {},
    {"x": None}, [{"x": []}],
)  # fmt: skip
FEW = 2
"""How many items of a list are kept, how many pages of a chain and chains of a source are taken."""
MAP = 12
"""From so many values of one type on, the names in an object are data: an abstract's words."""
TOP = 2
"""Down to this depth a place belongs to the page, not to an entry."""
MOST = 150
"""How many elements of a page in XML are changed, and about how many places in JSON."""


def _pages(chain: Chain) -> list[tuple[Request, bytes]]:
    """The first pages of a chain, as a walk asks for them and gets them."""
    source = _source(chain)
    got = walked(source, chain.fresh(), chain.query)
    return [(page.request, got.vault.body(page)) for page in got.vault.at.order[:FEW]]


def _source(chain: Chain) -> Searchable:
    source = SOURCES.get(chain.source)
    assert isinstance(source, Searchable)
    return source


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        if len(value) >= MAP and len({type(inner) for inner in value.values()}) == 1:
            value = dict([*value.items()][:FEW])
        return {key: _shortened(inner) for key, inner in value.items()}
    return [_shortened(inner) for inner in value[:FEW]] if isinstance(value, list) else value


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a JSON value."""
    inner = value.items() if isinstance(value, dict) else []
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, one in inner:
        yield (*path, key)
        yield from _places(one, (*path, key))


def _changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """`value` with `new` at `path`; only what leads there is copied."""
    if not path:
        return new
    made = copy.copy(value)
    made[path[0]] = _changed(value[path[0]], path[1:], new)
    return made


def _without(value: Any, path: tuple[Any, ...]) -> Any:
    made = copy.copy(value)
    if len(path) == 1:
        del made[path[0]]
    else:
        made[path[0]] = _without(value[path[0]], path[1:])
    return made


def _kind(path: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same for all items of a list."""
    return tuple(0 if isinstance(part, int) else part for part in path)


def _json_variants(body: bytes, known: set[Any]) -> Iterator[bytes]:
    """Each place gone, and with each value in it. known: kinds of places tried before; added to."""
    whole = _shortened(json.loads(body))
    kinds = {_kind(path): path for path in _places(whole)}
    fresh = {kind: path for kind, path in kinds.items() if len(kind) <= TOP or kind not in known}
    for kind, path in [*fresh.items()][:: 1 + len(fresh) // MOST]:
        known.add(kind)
        yield json.dumps(_without(whole, path)).encode()
        for new in VALUES:
            yield json.dumps(_changed(whole, path, new)).encode()


def _xml_variants(body: bytes, known: set[Any]) -> Iterator[bytes]:
    """Each of the first elements emptied, bared, renamed, doubled or gone. known: as in JSON."""
    body = _fewer(body)
    paths = [_names(one) for one in etree.fromstring(body).iter(etree.Element)]
    fresh = [at for at, path in enumerate(paths) if len(path) <= TOP or path not in known][:MOST]
    known.update(paths[at] for at in fresh)
    for at in fresh:
        for change in (_emptied, _bared, _renamed, _doubled, _gone):
            root = etree.fromstring(body)
            change(list(root.iter(etree.Element))[at])
            yield etree.tostring(root)


def _names(one: Any) -> tuple[str, ...]:
    """The names of what an element stands in, and its own."""
    return (*(outer.tag for outer in one.iterancestors()), one.tag)


def _fewer(body: bytes) -> bytes:
    """`body` with the first of many alike children only."""
    root = etree.fromstring(body)
    for one in list(root.iter(etree.Element)):
        for tag in {child.tag for child in one}:
            for child in one.findall(tag)[FEW:]:
                one.remove(child)
    return etree.tostring(root)


def _emptied(one: Any) -> None:
    one.text = ""
    del one[:]


def _bared(one: Any) -> None:
    one.attrib.clear()
    one.text = "9" * 400


def _renamed(one: Any) -> None:
    one.tag = "other"


def _doubled(one: Any) -> None:
    if one.getparent() is not None:
        one.addnext(copy.deepcopy(one))


def _gone(one: Any) -> None:
    if one.getparent() is not None:
        one.getparent().remove(one)


def _is_text(values: tuple[Any, ...]) -> bool:
    return all(isinstance(value, str) for value in values)


def _holds(record: Record) -> None:
    assert _is_text((record.title, record.venue, record.volume, record.issue, record.pages))
    assert _is_text((record.abstract, record.isxn, record.url, record.language, record.publisher))
    assert _is_text((*record.authors, *record.keywords, record.accession, record.kind))
    assert all(len(pair) == 2 and _is_text(pair) for pair in record.extra)
    assert record.year is None or (isinstance(record.year, int) and record.year < 10**18)
    assert record.accession


def _try(source: Searchable, sent: Request, body: bytes) -> None:
    page = source.read(sent, Reply(200, {}, body))
    entries = list(source.entries(body))
    assert isinstance(page, Page | Fault)
    if isinstance(page, Page):
        assert page.step or page.count == len(entries)
        assert page.total is None or page.total >= 0
    for entry in entries:
        assert entry.record is None or entry.key
        if entry.record is not None:
            assert entry.record.accession == entry.key
            _holds(entry.record)


@pytest.mark.parametrize("module", MODULES)
def test_a_page_with_one_thing_wrong_is_a_page_or_a_fault(corpus: Path, module: str) -> None:
    tried = 0
    known: set[Any] = set()
    for chain in importlib.import_module(module).chains(corpus)[:FEW]:
        for sent, body in _pages(chain):
            is_json = body.lstrip()[:1] in {b"{", b"["}
            for variant in (_json_variants if is_json else _xml_variants)(body, known):
                _try(_source(chain), sent, variant)
                tried += 1
    assert tried > 100
