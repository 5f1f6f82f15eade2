"""Tokens -> tree, by binding powers (Pratt's method). One parser for all notations.

It goes on behind an error, so that all errors of a line are found, but a line with an error in its
notation (LR1xx of severity error) has no tree: a search string is never repaired without a word.
"""

from __future__ import annotations

from litreview.query.findings import Found
from litreview.query.grammar import Grammar, LineRefs, Operator, Postfix, Prefix, Told
from litreview.query.phrase import as_phrase, fixed_text, has_places, phrase
from litreview.query.runs import called_by_number, limited, run_end
from litreview.query.scan import Token, scan
from litreview.query.tree import (
    And,
    Everything,
    Group,
    Native,
    Near,
    Node,
    Not,
    Or,
    Span,
    Term,
    depth,
)
from litreview.query.unseen import unseen

DEEPEST = 100
"""Levels of brackets, or of operators that alternate. Strategies of people have below fifteen."""
DEEPEST_WHOLE = 250
"""Levels of the whole tree, so that what reads it can do so recursively."""
TOO_DEEP = (
    "too many levels inside each other",
    "divide the string into lines or blocks and combine them by name",
)
_READ_ALL_THE_SAME = frozenset({"LR205"})
"""Errors that leave no doubt about what was meant: the tree is that, and the line is not ok."""


class _TooDeep(Exception):
    """Never leaves this file."""


def parse_range(
    text: str, grammar: Grammar, place: Span, *, listed: bool = False
) -> tuple[Node | None, list[Found]]:
    """The tree of `text` within `place`, and what is wrong; no tree where it cannot be read.

    listed: the text is one line of a list, so that lines can be called by their numbers.
    """
    found: list[Found] = []
    hidden = unseen(text, place)
    if hidden is not None:
        return None, [hidden]
    parser = _Parser(scan(text, grammar, place, found), grammar, place.source, listed, found)
    try:
        tree = parser.whole(place)
    except _TooDeep:
        tree = None
    if tree is not None and depth(tree) > DEEPEST_WHOLE:
        found.append(Found("LR108", tree.span, *TOO_DEEP))
    if any(one.severity == "error" and one.code not in _READ_ALL_THE_SAME for one in found):
        return None, found
    return tree, found


class _Parser:
    """One line. `found` collects what is wrong."""

    def __init__(
        self, tokens: list[Token], grammar: Grammar, source: str, listed: bool, found: list[Found]
    ) -> None:
        self.tokens = tokens
        self.grammar = grammar
        self.source = source
        self.listed = listed
        self.found = found
        self.at = 0
        self.depth = 0
        self.adjacent = grammar.adjacent
        powers = grammar.precedence
        self.mark_power = max(powers["and"], powers["or"], powers["not"])

    def whole(self, place: Span) -> Node | None:
        """The tree of all tokens; a closing bracket too many is passed over and reported."""
        if not self.tokens:
            if not self.found:
                self.tell("LR106", place, "there is nothing to search for", "write a term")
            return None
        tree: Node | None = None
        while self.at < len(self.tokens):
            part = self.expression(0)
            tree = part if tree is None else tree
            if self.at < len(self.tokens):
                self.stray(self.tokens[self.at])
                self.at += (after := self.peek()) is not None and after.kind == "operator"
        return tree

    def stray(self, token: Token) -> None:
        self.at += 0 if token.kind in _OPENS else 1
        if token.kind == "close":
            self.tell(
                "LR103", self.place(token), "this closing bracket was never opened",
                "take it away, or open it where the group begins",
            )  # fmt: skip
            return
        if token.kind != "operator":
            self.tell(
                "LR101", self.place(token), "an operator is missing in front of this",
                "write AND or OR between the two",
            )  # fmt: skip

    def tell(self, code: str, span: Span, message: str, remedy: str = "") -> None:
        self.found.append(Found(code, span, message, remedy))

    def place(self, token: Token) -> Span:
        return Span(token.start, token.end, self.source)

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    # -- operators ------------------------------------------------------------------------------

    def expression(self, power: int) -> Node | None:
        """What binds tighter than `power`, from here on."""
        left = self.operand()
        levels = 0
        while (token := self.peek()) is not None:
            if not power and left is not None and token.kind == "limits":
                left, self.at = limited(left, self.tokens, self.at)
                if (token := self.peek()) is None or token.kind != "operator":
                    break
            operator = self.operator(token)
            if operator is None or (binds := self.grammar.binding(operator)) <= power:
                break
            levels += 1
            if levels > DEEPEST:
                self.too_deep(token)
            left = self.joined(left, token, operator, binds)
        return left

    def operator(self, token: Token) -> Operator | None:
        """The operator that `token` is, or that is left out in front of it."""
        if token.kind == "operator":
            return token.value  # type: ignore[return-value]
        if isinstance(token.value, LineRefs):
            return Operator(token.value.kind)
        return _AND if self.grammar.implied and token.kind in _OPENS else None

    def joined(
        self, left: Node | None, token: Token, operator: Operator, binds: int
    ) -> Node | None:
        """`left` and all that follows with the same operator, as one node."""
        items = [left]
        while True:
            if token.kind != "operator":
                self.left_out(token)
                items.append(self.expression(binds))
            else:
                self.at += 1
                if not self.ends(token):
                    items.append(self.expression(binds))
            following = self.peek()
            if (
                operator.kind == "not"
                or (operator.kind == "near" and not self.grammar.window)
                or following is None
                or self.operator(following) != operator
            ):
                break
            token = following
        present = [item for item in items if item is not None]
        if len(present) <= 1:
            return present[0] if present else None
        return self.node(operator, present)

    def left_out(self, token: Token) -> None:
        """Tell of an AND that is not written; a limit behind a line needs none."""
        if isinstance(token.value, Native | LineRefs):
            return
        self.tell(
            "LR117", self.place(token), f"{self.grammar.name} takes a missing operator for AND",
            "write AND, or OR if that is meant",
        )  # fmt: skip

    def node(self, operator: Operator, items: list[Node]) -> Node:
        span = Span(items[0].span.start, items[-1].span.end, self.source)
        if operator.kind == "and":
            return And(tuple(items), span)
        if operator.kind == "or":
            return Or(tuple(items), span)
        if operator.kind == "not":
            return Not(items[0], items[1], span)
        return self.near(items, operator, span)

    def ends(self, token: Token) -> bool:
        """Whether nothing follows the operator `token`; says so."""
        following = self.peek()
        if following is not None and following.kind not in _NO_OPERAND:
            return False
        if following is not None and following.kind == "operator":
            span = Span(token.start, following.end, self.source)
            what = "two operators without a term between them"
        else:
            span, what = self.place(token), "there is no term behind this operator"
        self.tell("LR104", span, what, "write the term that is missing, or take the operator away")
        return True

    def near(self, items: list[Node], operator: Operator, span: Span) -> Node:
        for item in items:
            if not has_places(item):
                self.tell(
                    "LR110",
                    item.span,
                    "only words, phrases and their alternatives can stand near each other",
                    "bracket the words that belong together with OR, or use AND",
                )
        if not self.grammar.phrase_beside_near:
            self.multiword(items)
        near = Near(tuple(items), operator.between, operator.ordered, span)
        return as_phrase(near) or near

    def multiword(self, items: list[Node]) -> None:
        """Warn of `ag* out n2 care`: databases differ in what the proximity then holds."""
        for item in items:
            if isinstance(item, Term) and not item.quoted and " " in fixed_text(item):
                self.tell(
                    "LR309", item.span,
                    "several unquoted words beside a proximity: which of them it holds is unsure",
                    'put them in "quotation marks"',
                )  # fmt: skip

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.too_deep(token)

    def too_deep(self, token: Token) -> None:
        self.tell("LR108", self.place(token), *TOO_DEEP)
        raise _TooDeep

    # -- operands -------------------------------------------------------------------------------

    def operand(self) -> Node | None:
        """A term, a group, a heading or a line, with its marks behind it."""
        node = self.primary()
        while (token := self.peek()) is not None and token.kind == "postfix":
            self.at += 1
            if node is None:
                self.tell("LR104", self.place(token), "there is no term in front of this field",
                          "write the term, or take the field away")  # fmt: skip
                continue
            mark: Postfix = token.value  # type: ignore[assignment]
            node = self.marked(
                mark.apply(node, Span(node.span.start, token.end, self.source)), node
            )
        return node

    def marked(self, result: Node | Found | Told, node: Node) -> Node:
        """What a mark made of `node`; where it could not, `node` itself and a finding."""
        if isinstance(result, Found):
            self.found.append(result)
            return node
        if isinstance(result, tuple):
            self.found.append(result[1])
            return result[0]
        return result

    def primary(self) -> Node | None:
        """What stands here by itself; None, and nothing is read, where nothing can."""
        token = self.peek()
        if token is None:
            return None
        readers = {
            "word": self.words, "quoted": self.words, "open": self.group, "node": self.whole_node,
            "prefix": self.prefixed, "refs": self.called, "operator": self.leading,
        }  # fmt: skip
        reader = readers.get(token.kind)
        return reader(token) if reader else None

    def whole_node(self, token: Token) -> Node:
        self.at += 1
        return token.value  # type: ignore[return-value]

    def leading(self, token: Token) -> Node | None:
        """An operator where a term should be: NOT means all but; else it is passed over."""
        operator: Operator = token.value  # type: ignore[assignment]
        self.at += 1
        self.deeper(token)
        node = self.expression(self.grammar.binding(operator)) if operator.kind == "not" else None
        if node is not None:
            node = Not(Everything(self.place(token)), node, self.place(token))
        else:
            self.tell(
                "LR104", self.place(token), "there is no term in front of this operator",
                "write the term that is missing, or take the operator away",
            )  # fmt: skip
            node = self.operand()
        self.depth -= 1
        return node

    def group(self, opening: Token) -> Node | None:
        self.at += 1
        self.deeper(opening)
        item = None
        while (token := self.peek()) is not None and token.kind != "close":
            part = self.expression(0)
            item = part if item is None else item
            token = self.peek()
            if token is not None and token.kind != "close":
                self.stray(token)
        self.depth -= 1
        if token is None:
            self.tell("LR102", self.place(opening), "this bracket is never closed",
                      "close it where the group ends")  # fmt: skip
            return item
        self.at += 1
        span = Span(opening.start, token.end, self.source)
        if item is None:
            if self.tokens[self.at - 2] is opening:
                self.tell("LR107", span, "there is nothing in these brackets",
                          "write what belongs there, or take them away")  # fmt: skip
            return None
        return Group(item, span)

    def prefixed(self, token: Token) -> Node | None:
        self.at += 1
        self.deeper(token)
        grouped = self.at < len(self.tokens) and self.tokens[self.at].kind == "open"
        grouped = grouped and not self.grammar.field_takes_near
        mark: Prefix = token.value  # type: ignore[assignment]
        before, self.adjacent = self.adjacent, mark.adjacent or self.adjacent
        node = self.operand() if grouped else self.expression(self.mark_power)
        self.depth, self.adjacent = self.depth - 1, before
        if node is None:
            self.tell("LR104", self.place(token), "there is no term behind this field",
                      "write the term, or take the field away")  # fmt: skip
            return None
        return self.marked(mark.apply(node, Span(token.start, node.span.end, self.source)), node)

    def called(self, token: Token) -> Node:
        refs: LineRefs = token.value  # type: ignore[assignment]
        self.at += 1
        if len(refs.refs) == 1 and not refs.refs[0].last:
            return refs.refs[0]
        return (And if refs.kind == "and" else Or)(refs.refs, self.place(token))

    # -- words ----------------------------------------------------------------------------------

    def words(self, _opening: Token) -> Node | None:
        """Words side by side: a phrase, an AND, or an error, as the notation has it."""
        first, self.at = self.at, run_end(self.tokens, self.at, self.grammar)
        run = self.tokens[first : self.at]
        if len(run) == 1:
            return self.number(run[0]) or self.term(run)
        if self.adjacent == "phrase" or (self.adjacent == "marked" and self.marks()):
            return self.term(run)
        span = Span(run[0].start, run[-1].end, self.source)
        if self.adjacent == "refuse":
            self.tell("LR111", span, "several words side by side",
                      'put a phrase in "quotation marks", or write AND or OR')  # fmt: skip
            return None
        self.tell(
            "LR117", span, f"{self.grammar.name} joins words side by side with AND",
            'write AND, or put a phrase in "quotation marks"',
        )  # fmt: skip
        return And(tuple(self.term([token]) for token in run), span)

    def marks(self) -> bool:
        """Whether a mark comes next."""
        token = self.peek()
        return token is not None and token.kind == "postfix"

    def number(self, token: Token) -> Node | None:
        """A line called by its bare number, where the notation or the list makes it one."""
        if not self.listed:
            return None
        found = called_by_number(token, self.grammar, self.place(token), marked=self.marks())
        return self.marked(found, found[0]) if isinstance(found, tuple) else found

    def term(self, run: list[Token]) -> Term:
        words = [
            Term(token.value, token.kind == "quoted", "", self.place(token))  # type: ignore[arg-type]
            for token in run
        ]
        term = phrase(words, Span(run[0].start, run[-1].end, self.source))
        if self.grammar.judge is not None and (wrong := self.grammar.judge(term)) is not None:
            self.found.append(wrong)
        return term


_AND = Operator("and")
_OPENS = frozenset({"word", "quoted", "open", "node", "prefix", "refs"})
"""The kinds of tokens that an operand begins with."""
_NO_OPERAND = frozenset({"operator", "close", "postfix", "limits"})
"""The kinds of tokens that can stand behind an operand, not at its place."""
