"""``exp`` that is searched for as a word: the heading behind it was written as text."""

from __future__ import annotations

from collections.abc import Iterator

from litreview.query.findings import Found
from litreview.query.lint._subject import Rule, Subject


def _check(subject: Subject) -> Iterator[Found]:
    told = {one.span for one in subject.parsed.findings if one.code == "LR402"}
    for use in subject.uses:
        if not use.read or use.term.quoted or use.span in told or not use.is_text:
            continue
        if len(use.words) > 1 and use.words[0] == "exp":
            yield Found(
                "LR402", use.span, f"{use.text!r} is searched for as words: exp is one of them",
                "write it as a heading, or take exp away",
            )  # fmt: skip


RULE = Rule(("LR402",), _check)
