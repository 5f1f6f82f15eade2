"""A dialect: how a database's notation is read and written, and what it can express."""

from __future__ import annotations

from dataclasses import dataclass

from litreview.errors import UsageError
from litreview.query.capability import Capability
from litreview.query.grammar import Grammar
from litreview.query.tree import Node
from litreview.query.writing import Style, write


@dataclass(frozen=True)
class Dialect:
    """One file of `dialects/` defines one as DIALECT.

    name: as on the command line; title: as its provider writes it; grammar: None where the
    notation is only written.
    """

    name: str
    title: str
    capability: Capability
    style: Style
    grammar: Grammar | None = None

    @property
    def reads(self) -> Grammar:
        """Its grammar; raises UsageError where it is only written."""
        if self.grammar is None:
            raise UsageError(
                f"strings for {self.title} are written, not read",
                remedy="name the notation in which the string was written, such as ovid or pubmed",
            )
        return self.grammar

    def write(self, node: Node) -> str:
        """`node` in this notation; raises `Unwritable`: lower it first."""
        return write(node, self.style)
