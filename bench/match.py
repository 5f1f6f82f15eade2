"""Measure the evaluator of search strings: records judged against a strategy of 200 terms.

usage: python -m bench.match [RECORDS] [fts5] [tantivy]

Without a name of an engine all are measured that are at hand. Records are invented from a fixed
seed, one at a time: a title and an abstract of about 1.3 kB, words after Zipf's law, a tenth with
letters that are not ASCII. SQLite FTS5 and tantivy build an index and are asked the same strategy
as far as they can say it; what they cannot is printed. tantivy is no dependency: install it in an
environment of its own, and put that on PYTHONPATH.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from litreview.query.dialects.litreview import DIALECT
from litreview.query.folding import words
from litreview.query.matching import matcher
from litreview.query.reading import parse
from litreview.query.tree import ANY_ENDING, And, Field, Near, Node, Or, Term, children

RECORDS = 1_000_000
SEED = 20_261
VOCABULARY = 120_000
WORDS = 162
AIM = 60.0
SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu"),
    *("va", "we", "xi", "yo", "za", "bre", "cli", "dro", "fla", "gri", "ment", "ing", "tion"),
    *("al", "er", "est", "ous", "ive", "man", "ter", "wor", "job", "lan"),
)
ACCENTED = ("é", "ø", "å", "ä", "ö", "ü")
BATCH = 10_000
TERMS = (67, 67, 66)
TRUNCATED = 6
"""Letters left of a truncated word."""
FREQUENT = 60
"""Words that stand in almost every text, such as *the*: no strategy asks for them alone."""


class Invented(NamedTuple):
    """A title and an abstract."""

    title: str
    abstract: str


def vocabulary(draw: random.Random) -> list[str]:
    """Invented words, the most frequent first, short ones before long ones."""
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        syllables = 1 + draw.randrange(min(5, 2 + len(found) // 100))
        found["".join(draw.choice(SYLLABLES) for _ in range(syllables))] = None
    return list(found)


def invented(records: int, known: list[str]) -> Iterator[Invented]:
    """`records` of them, the same at each call."""
    draw = random.Random(SEED)
    ranks = range(1, len(known) + 1)
    total = 0.0
    weights = [total := total + 1 / rank for rank in ranks]
    pool = draw.choices(known, cum_weights=weights, k=2_000_000)
    for number in range(records):
        at = draw.randrange(len(pool) - WORDS - 12)
        text = pool[at : at + WORDS + draw.randrange(-60, 60)]
        text[3] = known[number % len(known)]
        text[50] = str(number)
        if number % 10 == 0:
            text[7] = draw.choice(ACCENTED).join((text[7], text[8]))
        for stop in range(12, len(text), 17):
            text[stop] += ". A"
        abstract = " ".join(text[12:])
        yield Invented(" ".join(text[:12]).capitalize(), f"{abstract} (95% CI 0.{number % 97}).")


def strategy(known: list[str]) -> str:
    """Three ORs under AND, 200 terms: words, truncations, phrases and some proximities."""
    draw = random.Random(SEED + 1)
    rare = known[FREQUENT:]
    blocks = []
    for block in range(len(TERMS)):
        terms = []
        for number in range(TERMS[block]):
            rank = int(len(rare) ** draw.uniform(0.55, 1.0)) - 1
            word = rare[rank]
            other = known[draw.randrange(400)]
            if number % 20 == 0:
                terms.append(f"({word[:4]}* ~3 ({other} OR {known[draw.randrange(900)]}))")
            elif number % 4 == 1:
                terms.append(f'"{word} {other}"')
            elif number % 3 == 0:
                terms.append(f"{word[:TRUNCATED]}*" if len(word) > TRUNCATED else word)
            else:
                terms.append(word)
        blocks.append(f"({' OR '.join(terms)})")
    return f"title,abstract:({' AND '.join(blocks)})"


def peak() -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(what: str, records: int, seconds: float, matched: int) -> None:
    each = seconds / records * 1e6
    print(f"{what}: {seconds:.1f} s, {each:.1f} microseconds a record, {matched:,} match, "
          f"peak {peak():.0f} MB")  # fmt: skip


def ours(tree: Node, records: int, known: list[str]) -> float:
    """Seconds for `records`, without those in which they are invented."""
    ready = matcher(tree)
    spent, matched, size = 0.0, 0, 0
    batch: list[Mapping[Field, str]] = []

    def judge() -> None:
        nonlocal spent, matched
        started = time.process_time()
        matched += sum(verdict == "yes" for verdict in ready.verdicts(batch))
        spent += time.process_time() - started
        batch.clear()

    for record in invented(records, known):
        size += len(record.title) + len(record.abstract)
        batch.append({Field.TITLE: record.title, Field.ABSTRACT: record.abstract})
        if len(batch) == BATCH:
            judge()
    judge()
    print(f"{records:,} records, {size / records:.0f} characters each")
    told("litreview", records, spent, matched)
    return spent


def fts5_query(node: Node) -> str:
    """`node` for FTS5, as near as it comes: see `FTS5_CANNOT`."""
    if isinstance(node, Term):
        text = " ".join(words("".join(p for p in node.pieces if isinstance(p, str))))
        return f'"{text}"{"*" if node.pieces[-1] == ANY_ENDING else ""}'
    if isinstance(node, Near):
        first, last = (_alternatives(item) for item in node.items)
        pairs = [f"NEAR({one} {other}, {node.between})" for one in first for other in last]
        return f"({' OR '.join(pairs)})"
    if isinstance(node, And | Or):
        operator = " AND " if isinstance(node, And) else " OR "
        return f"({operator.join(fts5_query(item) for item in node.items)})"
    (item,) = children(node)
    return fts5_query(item)


def _alternatives(node: Node) -> list[str]:
    if isinstance(node, Or):
        return [text for item in node.items for text in _alternatives(item)]
    if isinstance(node, Term):
        return [fts5_query(node)]
    (item,) = children(node)
    return _alternatives(item)


FTS5_CANNOT = (
    "FTS5 has no wildcard inside a word, no ordered NEAR and no OR inside NEAR (written as pairs); "
    "one word may stand for both sides of its NEAR, so it finds more; it knows no missing fields"
)


def fts5(tree: Node, records: int, known: list[str]) -> None:
    print(FTS5_CANNOT)
    with tempfile.TemporaryDirectory() as name:
        base = sqlite3.connect(Path(name) / "index.db")
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("CREATE VIRTUAL TABLE r USING fts5(title, abstract, content='', "
                     "tokenize='unicode61 remove_diacritics 2')")  # fmt: skip
        started = time.process_time()
        base.executemany(
            "INSERT INTO r(rowid, title, abstract) VALUES (?, ?, ?)",
            ((n, r.title, r.abstract) for n, r in enumerate(invented(records, known), 1)),
        )
        base.commit()
        built = time.process_time() - started - inventing(records, known)
        told("FTS5, index", records, built, 0)
        started = time.process_time()
        (matched,) = base.execute(
            "SELECT count(*) FROM r WHERE r MATCH ?", (fts5_query(tree),)
        ).fetchone()
        told("FTS5, query", records, time.process_time() - started, matched)
        base.close()


def inventing(records: int, known: list[str]) -> float:
    """Seconds that it takes to invent them."""
    started = time.process_time()
    for _record in invented(records, known):
        pass
    return time.process_time() - started


TANTIVY_CANNOT = (
    "tantivy has no proximity of truncated words: it is AND here, so it finds more; a truncated "
    "word is a regular expression; accents are not stripped"
)


def run_tantivy(tree: Node, records: int, known: list[str]) -> None:
    import tantivy  # type: ignore[import-not-found]  # noqa: PLC0415 - no dependency

    print(TANTIVY_CANNOT)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    schema = builder.build()
    with tempfile.TemporaryDirectory() as name:
        index = tantivy.Index(schema, path=name)
        started = time.process_time()
        writer = index.writer(200_000_000, 1)
        for record in invented(records, known):
            writer.add_document(tantivy.Document(text=[record.title, record.abstract]))
        writer.commit()
        built = time.process_time() - started - inventing(records, known)
        told("tantivy, index", records, built, 0)
        index.reload()
        query = tantivy_query(tree, schema, tantivy)
        started = time.process_time()
        matched = index.searcher().search(query, limit=1, count=True).count
        told("tantivy, query", records, time.process_time() - started, matched)


def tantivy_query(node: Node, schema: object, tantivy: object) -> object:
    """`node` as a query of tantivy, as near as it comes."""
    make = tantivy.Query  # type: ignore[attr-defined]
    occur = tantivy.Occur  # type: ignore[attr-defined]
    if isinstance(node, Term):
        parts = words("".join(p for p in node.pieces if isinstance(p, str)))
        if node.pieces[-1] == ANY_ENDING:
            return make.regex_query(schema, "text", f"{parts[0]}.*")
        if len(parts) == 1:
            return make.term_query(schema, "text", parts[0])
        return make.phrase_query(schema, "text", parts)
    if isinstance(node, Near):
        return tantivy_query(And(node.items), schema, tantivy)
    if isinstance(node, And | Or):
        how = occur.Must if isinstance(node, And) else occur.Should
        return make.boolean_query(
            [(how, tantivy_query(item, schema, tantivy)) for item in node.items]
        )
    (item,) = children(node)
    return tantivy_query(item, schema, tantivy)


def main(records: int, engines: set[str]) -> int:
    known = vocabulary(random.Random(SEED))
    text = strategy(known)
    tree = parse(text, DIALECT).tree
    if tree is None:
        raise SystemExit("the strategy cannot be read")
    print(f"strategy of {text.count(' OR ') + 3} alternatives, {len(text):,} characters")
    seconds = ours(tree, records, known)
    aim = AIM * records / RECORDS
    print(f"aim: {aim:.2f} s ({AIM:.0f} s for {RECORDS:,})")
    if not engines or "fts5" in engines:
        fts5(tree, records, known)
    if find_spec("tantivy") is None:
        print("tantivy is not installed here: not compared")
    elif not engines or "tantivy" in engines:
        run_tantivy(tree, records, known)
    return int(seconds > aim)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    named = {word for word in sys.argv[1:] if not word.isdecimal()}
    sys.exit(main(numbers[0] if numbers else RECORDS, named))
