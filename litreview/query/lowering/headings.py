"""Subject headings for targets with another thesaurus, a simpler one, or none."""

from __future__ import annotations

from dataclasses import replace

from litreview.query.capability import Capability
from litreview.query.lowering.changes import Change, Lowered
from litreview.query.tree import TOPIC, Heading, Scoped, Term


def lower_heading(heading: Heading, can: Capability, *, up: bool) -> Lowered:
    """`heading` as the target has it; None: it has not, or not in a way that `up` allows."""
    if heading.vocabulary not in can.vocabularies:
        what = f"the thesaurus {heading.vocabulary}" if heading.vocabulary else "subject headings"
        return Lowered(None, (Change("gone", f"does not have {what}"),))
    changes: list[Change] = []
    if heading.explode and not can.explode:
        why = "cannot search a heading with its narrower ones"
        if up:
            return Lowered(None, (Change("gone", why),))
        changes.append(Change("smaller", why, "only the heading itself is searched"))
        heading = replace(heading, explode=False)
    for change, bare in _widened(heading, can):
        if not up:
            return Lowered(None, (Change("gone", change.why),))
        changes.append(change)
        heading = bare
    return Lowered(heading, tuple(changes))


def _widened(heading: Heading, can: Capability) -> list[tuple[Change, Heading]]:
    """What is taken away so that the heading finds more."""
    found = []
    if heading.major and not can.major:
        why = "does not tell main topics from others"
        so = "records with the heading as a side topic are found as well"
        heading = replace(heading, major=False)
        found.append((Change("larger", why, so), heading))
    if heading.subheadings and not can.subheadings:
        why = "has no subheadings"
        so = "records with the heading under any subheading are found as well"
        found.append((Change("larger", why, so), replace(heading, subheadings=())))
    return found


def as_words(heading: Heading) -> Scoped:
    """The name of a heading as words: neither more nor less than it, but what can be searched.

    An inverted name is put right: ``Education, Special`` -> ``Special Education``.
    """
    name = " ".join(reversed(heading.name.split(", ")))
    return Scoped(TOPIC, Term((name,), True, "", heading.span), heading.span)
