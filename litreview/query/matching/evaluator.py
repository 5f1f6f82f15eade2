"""Judge records by a tree: the meaning of a search string, in one place.

- **Words** are longest runs of letters and digits, folded (`query.folding`). The words of a `Term`
  stand side by side, in order, in one value of one field; each keyword and each author is a value
  of its own. Wildcards stand for letters and digits of one word; an apostrophe parts words, so
  ``women?s`` is not *women's*.
- **Near** as in `tree.Near`, all operands in one value of one field and apart from each other.
- **Fields**: several are searched as one; each term of an AND may be found in another of them.
  Where a scope stands within a scope the innermost counts.
- **Missing**: "unknown" where a field decides that the record does not have: no abstract, no
  keywords, no year. AND, OR and NOT are Kleene's. A record that is "no" can be dropped; one that is
  "unknown" must be kept and counted. See `texts` for fields and `facts` for headings and dates.
- **Native** is unknown, and so is a term without a letter or digit, or a proximity that holds one;
  `Everything` is yes, `Nothing` no.
- **Compounds**: with ``compounds=True`` terms in Danish, Norwegian, Swedish and German also match
  inside longer words (`patterns.in_compounds`). No database does so: what says no without and yes
  with is *only found inside a compound*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from litreview.model import Record
from litreview.query.matching.compiling import Compiler, Leaf
from litreview.query.matching.parts import Part
from litreview.query.matching.sight import Sight
from litreview.query.matching.texts import Reading, read_record, read_texts
from litreview.query.tree import ANYWHERE, Field, Node, Scope

Verdict = Literal["yes", "no", "unknown"]
Source = Record | Mapping[Field, str | Sequence[str]]
"""A record, or texts by field; a field that is not there, or has no text, is missing."""


class Look(NamedTuple):
    """What a record holds: the leaves that surely match, as bits, and the verdict of each part."""

    hits: int
    parts: tuple[Verdict, ...]


class Matcher:
    """A search made ready. leaves: its terms, headings ..., from left to right; bit n is the n-th.

    It remembers words, so one matcher should judge all records, and not in several threads.
    """

    def __init__(
        self,
        tree: Node,
        *,
        compounds: bool,
        default: Scope,
        empty: frozenset[Field],
        parts: Sequence[Node],
    ) -> None:
        compiler = Compiler(compounds=compounds)
        self._root = compiler.part(tree, default)
        self._parts = tuple(compiler.part(one, default) for one in parts)
        compiler.plan.finish()
        self._plan = compiler.plan
        self._vocabulary = compiler.vocabulary
        self._empty = empty
        self._singles = tuple((s, sum(found), found) for s, found in compiler.singles.items())
        self._others = tuple(compiler.others)
        self.leaves: tuple[Leaf, ...] = tuple(compiler.leaves)

    def verdict(self, source: Source) -> Verdict:
        """Whether `source` matches."""
        return _judged(self._root, self._sight(source))

    def verdicts(self, sources: Iterable[Source]) -> Iterator[Verdict]:
        """The verdict on each of `sources`, in order."""
        root = self._root
        for source in sources:
            yield _judged(root, self._sight(source))

    def parts(self, source: Source) -> tuple[Verdict, ...]:
        """The verdict of each of the parts that the matcher was made with, such as lines."""
        return self._judged_parts(self._sight(source))

    def hits(self, source: Source) -> int:
        """The leaves that surely match, as bits; also those that decide nothing."""
        return self._hits(self._sight(source))

    def look(self, source: Source) -> Look:
        """`hits` and `parts` from one reading of `source`."""
        sight = self._sight(source)
        return Look(self._hits(sight), self._judged_parts(sight))

    def _judged_parts(self, sight: Sight) -> tuple[Verdict, ...]:
        return tuple([_judged(part, sight) for part in self._parts])

    def _hits(self, sight: Sight) -> int:
        found = 0
        for scope, all_, leaves in self._singles:
            bits = sight.bits(scope) & all_
            while bits:
                lowest = bits & -bits
                found |= leaves[lowest]
                bits ^= lowest
        for part in self._others:
            if part.sure(sight):
                found |= part.leaves
        return found

    def found(self, source: Source) -> tuple[Leaf, ...]:
        """The leaves that surely match, from left to right."""
        hits = self.hits(source)
        return tuple(leaf for at, leaf in enumerate(self.leaves) if hits >> at & 1)

    def holds(self, hits: int) -> bool:
        """Whether a record whose leaves are `hits`, and no others, matches.

        So ``holds(hits) and not holds(hits & ~bit)`` says that it is found by one leaf alone.
        """
        return self._root.on(hits)

    def _sight(self, source: Source) -> Sight:
        self._vocabulary.tidy()
        return Sight(self._read(source), self._plan, self._vocabulary)

    def _read(self, source: Source) -> Reading:
        if isinstance(source, Record):
            return read_record(source, self._plan.fields, self._empty)
        return read_texts(source, self._plan.fields, self._empty)


def matcher(
    tree: Node,
    *,
    compounds: bool = False,
    default: Scope = ANYWHERE,
    empty: Iterable[Field] = (),
    parts: Sequence[Node] = (),
) -> Matcher:
    """`tree` made ready to judge records.

    compounds: also look inside compounds, for diagnosis. default: where terms without a scope are
    looked for. empty: fields that a record without them is taken to have none of, instead of
    "unknown" (keywords, where a source gives them for every work that has any). parts: lines or
    blocks that `Matcher.parts` judges along with it. Raises UsageError where a line or block is not
    put in, or a proximity holds what has no place in a text.
    """
    return Matcher(
        tree, compounds=compounds, default=default, empty=frozenset(empty), parts=tuple(parts)
    )


def _judged(part: Part, sight: Sight) -> Verdict:
    if part.sure(sight):
        return "yes"
    if sight.complete and not part.open:
        return "no"
    return "unknown" if part.possible(sight) else "no"
