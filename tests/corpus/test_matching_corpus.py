"""Real strategies judge real records as the naive evaluator does."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from naive import judged

from litreview.query.dialects.litreview import DIALECT as OWN
from litreview.query.dialects.ovid import DIALECT as OVID
from litreview.query.matching import matcher
from litreview.query.reading import parse
from litreview.query.tree import (
    And,
    Dates,
    Field,
    Group,
    Heading,
    Native,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Ref,
    Scoped,
    walk,
)

EACH = 40
"""Records of each set; the sets are of medicine, psychology, education and software."""
STRATEGY = """
title,abstract:(
  (child* OR adolescen* OR youth? OR "young people" OR pupil# OR student?)
  AND (anxi* OR depress* OR (stress* ~3 (reduc* OR prevent*)) OR "quality of life" OR self-esteem)
  AND (trial? OR randomi#ed OR (control ~>1 group*) OR *experiment* OR "follow-up" OR stud*)
) NOT title:(rat? OR mice OR (in ~0 vitro))
"""
STRINGS = ("care-psycinfo", "care-cochrane", "homeless-ovid-medline", "homeless-embase-via-ovid")
Texts = dict[Field, tuple[str, ...]]


def records(corpus: Path) -> list[Texts]:
    """Titles and abstracts, some of which lack an abstract; each has an invented keyword."""
    found: list[Texts] = []
    for path in sorted((corpus / "screening").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in islice(csv.DictReader(file), EACH):
                texts = {Field.TITLE: row["title"], Field.ABSTRACT: row["abstract"]}
                one = {field: (text,) for field, text in texts.items() if text}
                found.append(one | {Field.KEYWORDS: ("invented",), Field.HEADING: ("invented",)})
    return found


def only_text(node: Node) -> Node:
    """`node` without what the naive evaluator does not know: headings, dates, natives."""
    if isinstance(node, Heading | Dates | Native):
        return Nothing()
    if isinstance(node, And | Or | Near):
        return replace(node, items=tuple(only_text(item) for item in node.items))
    if isinstance(node, Not):
        return replace(node, keep=only_text(node.keep), drop=only_text(node.drop))
    if isinstance(node, Scoped | Group):
        return replace(node, item=only_text(node.item))
    return node


def compared(tree: Node, found: list[Texts]) -> Counter[str]:
    """How often each verdict came; both evaluators give the same for each record."""
    verdicts = list(matcher(tree).verdicts(found))
    for record, verdict in zip(found, verdicts, strict=True):
        assert verdict == judged(tree, record), record[Field.TITLE]
    return Counter(verdicts)


@pytest.mark.corpus
def test_a_strategy_over_real_records(corpus: Path) -> None:
    tree = parse(STRATEGY, OWN).tree
    assert tree is not None
    found = records(corpus)
    verdicts = compared(tree, found)
    print(len(found), verdicts)  # noqa: T201 - how many cases ran
    assert verdicts["yes"] > 15
    assert verdicts["unknown"] > 30
    assert verdicts["no"] > 300


@pytest.mark.corpus
def test_the_text_words_of_real_strategies_over_real_records(corpus: Path) -> None:
    lines = (corpus / "strings" / "strings.jsonl").read_text("utf-8").splitlines()
    strings = {one["id"]: one["string"] for one in map(json.loads, lines)}
    found = records(corpus)[::16]
    whole: Counter[str] = Counter()
    parts = 0
    for name in STRINGS:
        for line in parse(strings[name], OVID).lines:
            if line.tree is None or any(isinstance(one, Ref) for one in walk(line.tree)):
                continue
            parts += 1
            whole += compared(Scoped(OVID.reads.default, only_text(line.tree)), found)
    print(parts, whole)  # noqa: T201
    assert parts > 30
    assert whole["yes"] > 40
    assert whole["unknown"] > 25
