"""The words that are marked for one reviewer, and the file in which their own ones are kept.

``words/NAME.txt`` in the review's folder, a term a line behind its sign: ``+`` speaks for a report,
``-`` against it, ``=`` is not to be marked although another list names it. The lists of the team
stand in review.toml, which no program writes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from litreview.errors import LitreviewError, SettingsError, UsageError
from litreview.model import Stage
from litreview.review.strings import read_strings, text_of
from litreview.screening.glossary import of_criteria, of_plan, of_trees
from litreview.screening.words import Kind, Matcher, Word, compiled, parts
from litreview.store.disk import write_atomically
from litreview.store.lines import valid_name

if TYPE_CHECKING:
    from litreview.review import Review

FOLDER = "words"
SIGNS: dict[str, Kind] = {"+": "include", "-": "exclude", "=": "plain"}
_SIGN_OF = {kind: sign for sign, kind in SIGNS.items()}
_HEAD = "# + speaks for a report, - against it, = is not marked; * any ending, ? one letter\n"
_LONGEST, _MOST = 200, 5_000
"""Characters of a term, and terms of one person."""


class Marking:
    """The words of a reviewer at a stage. Their own come before those of the team."""

    def __init__(self, review: Review, stage: Stage, who: str) -> None:
        self.path = review.folder.root / FOLDER / f"{valid_name(who)}.txt"
        self.own = _own(self.path)
        plan = review.plan
        self.shared = (*of_plan(plan.words), *of_criteria(plan.criteria, stage))
        self.trouble = ""
        """What keeps the terms of the search strings from being marked, if anything does."""
        if plan.words.strategies:
            self.shared += self._of_strings(review.folder.root)
        self.matcher: Matcher = compiled((*self.own.values(), *self.shared))

    def _of_strings(self, root: Path) -> tuple[Word, ...]:
        try:
            held = read_strings(root)
        except LitreviewError as error:
            self.trouble = str(error)
            return ()
        named = held.strategies or held.blocks
        return tuple(of_trees(held.trees.get(name) for name in named))

    @property
    def words(self) -> tuple[Word, ...]:
        """All words that count, one's own first; of a term named twice the first."""
        found: dict[tuple[str, ...], Word] = {}
        for word in (*self.own.values(), *self.shared):
            found.setdefault(parts(word.text), word)
        return tuple(found.values())

    def put(self, text: str) -> str:
        """Take a line such as ``+mentor*`` in; what it did. Raises UsageError, StorageError.

        A term without a sign speaks for a report; one that stands there so is taken out.
        """
        sign, term = (text[0], text[1:]) if text[:1] in SIGNS else ("+", text)
        word = _word(sign, term)
        if word is None:
            raise UsageError(
                f"{text.strip()!r} holds no word to mark",
                remedy="write +mentor* or -primary school, or =word to mark it no more",
            )
        key, held = parts(word.text), dict(self.own)
        gone = held.get(key)
        if gone is not None and gone.kind == word.kind:
            del held[key]
        else:
            held[key] = word
        if len(held) > _MOST:
            raise UsageError(
                f"more than {_MOST:,} words of your own",
                where=str(self.path),
                remedy="take some out",
            )
        lines = (f"{_SIGN_OF[one.kind]} {one.text}\n" for one in held.values())
        self.path.parent.mkdir(exist_ok=True)
        write_atomically(self.path, (_HEAD + "".join(lines)).encode())
        self.own = held
        self.matcher = compiled((*held.values(), *self.shared))
        return f"{word.text}: {_said(held.get(key))}"


def _said(word: Word | None) -> str:
    if word is None:
        return "taken out of your list"
    return {"plain": "not marked any more"}.get(word.kind, f"marked as a word to {word.kind}")


def _own(path: Path) -> dict[tuple[str, ...], Word]:
    """The terms of a file by their folded words; {} where there is none. Raises SettingsError."""
    if not path.is_file():
        return {}
    found: dict[tuple[str, ...], Word] = {}
    for row, line in enumerate(text_of(path).split("\n"), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        word = _word(bare[0], bare[1:])
        if word is None or len(found) >= _MOST:
            raise SettingsError(
                f"{bare[:40]!r} is no word to mark",
                where=f"{FOLDER}/{path.name}, line {row}",
                remedy="begin each line with + or - or =, then the word; * stands for any ending",
            )
        found[parts(word.text)] = word
    return found


def _word(sign: str, term: str) -> Word | None:
    text = " ".join(term.split())
    if sign not in SIGNS or not text.isprintable() or len(text) > _LONGEST or not parts(text):
        return None
    return Word(text, SIGNS[sign], "yours")
