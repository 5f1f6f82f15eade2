"""Subject headings for targets with another thesaurus, a simpler one, or none."""

from __future__ import annotations

import re
from dataclasses import replace

from litreview.query.capability import Capability
from litreview.query.lowering.changes import Change, Lowered
from litreview.query.tree import TOPIC, Heading, Scoped, Term


def lower_heading(heading: Heading, can: Capability, *, up: bool, at_home: bool = False) -> Lowered:
    """`heading` as the target has it; None: it has not, or not in a way that `up` allows.

    at_home: it was read from this target's notation, where a heading without a thesaurus is what
    it was. Elsewhere a heading of the same name may be another one, or none: never exact.
    """
    if heading.vocabulary not in can.vocabularies:
        what = f"the thesaurus {heading.vocabulary}" if heading.vocabulary else "subject headings"
        return Lowered(None, (Change("gone", f"does not have {what}"),))
    changes: list[Change] = []
    if not (heading.vocabulary or at_home or can.names_thesauri):
        changes.append(_unknown(can, up=up))
        if not up:
            return Lowered(None, tuple(changes))
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


def _unknown(can: Capability, *, up: bool) -> Change:
    """A heading that nobody has said the thesaurus of."""
    named = sorted(can.vocabularies - {""})
    how = ", ".join(f"--thesaurus {one}" for one in named)
    how = f"{how}, or in a block {named[0]}:" if named else "no thesaurus of it is known here"
    say = f"look it up, or say of which thesaurus it is ({how})"
    why = "may have no such heading, or another of this name, as its thesaurus is not known"
    if not up:
        return Change("gone", why, f"it is left out; {say}")
    return Change("smaller", why, f"it is written under the same name; {say}")


def _widened(heading: Heading, can: Capability) -> list[tuple[Change, Heading]]:
    """What is taken away so that the heading finds more."""
    found = []
    if heading.major and not can.major:
        why = "does not tell main topics from others"
        so = "records with the heading as a side topic are found as well"
        heading = replace(heading, major=False)
        found.append((Change("larger", why, so), heading))
    unread = [one for one in heading.subheadings if not _has_subheading(one, can)]
    if unread:
        why = f"has no subheading {', '.join(unread)}" if can.subheadings else "has no subheadings"
        so = "records with the heading under any subheading are found as well"
        found.append((Change("larger", why, so), replace(heading, subheadings=())))
    return found


def _has_subheading(name: str, can: Capability) -> bool:
    form = can.subheading_form
    return can.subheadings and (not form or re.fullmatch(form, name) is not None)


def as_words(heading: Heading) -> Scoped:
    """The name of a heading as words: neither more nor less than it, but what can be searched.

    An inverted name is put right: ``Education, Special`` -> ``Special Education``.
    """
    name = " ".join(reversed(heading.name.split(", ")))
    return Scoped(TOPIC, Term((name,), True, "", heading.span), heading.span)
