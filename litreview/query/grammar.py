"""How a dialect says what its notation looks like: tokens by regular expression, then precedence.

A dialect is a `Grammar`, which is data, with a function per kind of token that only it has. The
scanner (`scan.py`) and the parser (`pratt.py`) serve all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from litreview.query.findings import Found
from litreview.query.tree import Node, Ref, Scope, Span, Term, Wild

OperatorKind = Literal["and", "or", "not", "near"]
Adjacent = Literal["phrase", "marked", "and", "refuse"]
Numbers = Literal["", "bare", "S", "#"]


class Operator(NamedTuple):
    """An operator between two operands. between, ordered: of a proximity, as in `Near`."""

    kind: OperatorKind
    between: int = 0
    ordered: bool = False


Told = tuple[Node, Found]
"""A node that was read, and what is nevertheless wrong with it."""
Apply = Callable[[Node, Span], "Node | Found | Told"]
"""What a field or a heading mark does to the node beside it; the span is from both."""


class Prefix(NamedTuple):
    """``TI``, ``ti(``, ``TS=``: a mark in front of what it applies to."""

    apply: Apply
    adjacent: Adjacent | None = None
    """What words side by side mean behind it; None: the same as elsewhere."""


class Postfix(NamedTuple):
    """``.ti,ab.``, ``[tiab]``, ``/exp``: a mark behind what it applies to."""

    apply: Apply


class LineRefs(NamedTuple):
    """``or/1-4``: the lines `refs`, joined."""

    kind: Literal["and", "or"]
    refs: tuple[Ref, ...]


class Limits(NamedTuple):
    """What a provider prints behind a string: it holds for the whole of it."""

    nodes: tuple[Node, ...]


Value = Node | Operator | Prefix | Postfix | LineRefs | Limits | Found | None
"""What a token of a dialect's own means; None: nothing (it is passed over)."""
Make = Callable[["re.Match[str]", str], "Value | tuple[Value, Found]"]
"""From the match and the name of the source; with a finding where it is not quite right."""

QUOTED = r'["“”„][^"“”„]*["“”]'
UNCLOSED = r'["“”„][^"“”„]*\Z'


@dataclass(frozen=True)
class Grammar:
    """A notation.

    name: of the dialect, for messages. tokens: its own kinds of token, each a regular expression
    tried in this order, before brackets, quotation marks and words; make: what each means.
    word: what an unquoted word looks like. wild: its wildcards; wild_pattern finds them, where
    they are more than single characters, and wild_of reads one. precedence: how tightly operators
    bind, larger is tighter; equal: from left to right. adjacent: what words side by side mean
    ("marked": a phrase where a field stands behind them, else AND). default: where a term without
    a field is looked for. numbers: how a line is called in another. judge: what is wrong with a
    term, such as a wildcard that the database passes over.
    """

    name: str
    tokens: Mapping[str, str]
    make: Mapping[str, Make]
    precedence: Mapping[OperatorKind, int]
    default: Scope
    wild: Mapping[str, Wild] = field(default_factory=dict)
    wild_pattern: str = ""
    wild_of: Callable[[str], Wild] | None = None
    quoted: str = QUOTED
    unclosed: str = UNCLOSED
    word: str = r'[^\s()"“”„]+'
    adjacent: Adjacent = "phrase"
    numbers: Numbers = ""
    number_is_line: bool = False
    """Whether a number that stands alone calls a line (in a list of lines)."""
    phrase_beside_near: bool = False
    """Whether several unquoted words beside a proximity are surely one phrase."""
    window: bool = False
    """Whether a proximity of more than two holds all of them at once, not two and two."""
    implied: bool = False
    """Whether an operator that is missing between two terms or groups means AND."""
    implied_beside_near: bool = True
    """Whether an AND that is left out may stand beside a proximity."""
    judge: Callable[[Term], Found | None] | None = None
    field_takes_near: bool = False
    """Whether a field in front of brackets also holds for a proximity behind them."""

    @cached_property
    def master(self) -> re.Pattern[str]:
        """One expression for all tokens; the name of the group is the kind."""
        kinds = {
            **self.tokens,
            "open_": r"\(",
            "close_": r"\)",
            "quoted_": self.quoted,
            "unclosed_": self.unclosed,
            "word_": self.word,
            "blank_": r"\s+",
            "bad_": r".",
        }
        return re.compile(
            "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()),
            re.IGNORECASE | re.DOTALL,
        )

    @cached_property
    def wildcards(self) -> re.Pattern[str] | None:
        """Where wildcards stand in a word; None where the notation has none."""
        if not (self.wild or self.wild_pattern):
            return None
        single = "[" + re.escape("".join(self.wild)) + "]" if self.wild else ""
        return re.compile("|".join(part for part in (self.wild_pattern, single) if part))

    def binding(self, operator: Operator) -> int:
        """How tightly `operator` binds."""
        return self.precedence[operator.kind]
