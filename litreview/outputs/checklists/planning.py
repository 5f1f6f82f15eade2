"""Of checklists: what is decided before a review begins."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from litreview.outputs.checklists.answering import Answer, Topic, filled, gap, person
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted, listed

_SYSTEMATIC = (
    *("systematic review", "systematic literature review", "meta-analysis", "living review"),
    *("systematisk", "systematische übersicht", "revue systématique"),
)
_SCOPING = ("scoping review", "scoping study", "mapping review", "evidence map", "evidence and gap")
_PAGE = "index.html"


def _title(evidence: Evidence, words: tuple[str, ...], kind: str) -> Answer:
    title = evidence.plan.title
    if any(word in title.casefold() for word in words):
        return filled(title, _PAGE)
    return gap(f"the title does not say that it is a {kind}: title in review.toml", title, _PAGE)


def _question(evidence: Evidence) -> Answer:
    question = evidence.plan.question.strip()
    return filled(question, _PAGE) if question else gap("write question = ... in review.toml")


def _criteria(evidence: Evidence) -> Answer:
    """Labels in full; how studies are grouped for a synthesis is for people to say."""
    plan = evidence.plan
    held = {
        effect: [one.label for one in plan.criteria if one.effect == effect]
        for effect in ("include", "exclude")
    }
    if not held["include"]:
        return gap("write [[criteria.include]] in review.toml")
    what = (
        f"Version {plan.criteria_version}. To include: {'; '.join(held['include'])}. To exclude, "
        f"first reason first: {'; '.join(held['exclude']) or 'none'}."
    )
    return filled(what, _PAGE)


def _registration(evidence: Evidence) -> Answer:
    return _said(evidence.plan.report.registration, "registration")


def _protocol(evidence: Evidence) -> Answer:
    return _said(evidence.plan.report.protocol, "protocol")


def _said(text: str, key: str) -> Answer:
    """What ``[report]`` says."""
    return (
        filled(text.strip())
        if text.strip()
        else gap(f"write {key} = ... in [report] of review.toml")
    )


def _funding(evidence: Evidence) -> Answer:
    return _said(evidence.plan.report.funding, "funding")


def _interests(evidence: Evidence) -> Answer:
    return _said(evidence.plan.report.interests, "interests")


def _amendments(evidence: Evidence) -> Answer:
    """Changed criteria are in the log; what else was changed is not."""
    changes = evidence.rescreened
    if not changes:
        return person("say what was changed against the protocol; the log has no changed criteria")
    told = listed(f"version {one.version}: {'; '.join(one.told) or 'nothing'}" for one in changes)
    return person(
        "say why, and what else was changed against the protocol",
        f"{counted(len(changes), 'change')} of the criteria ({told})",
        "methods.md",
    )


TOPICS: Mapping[str, Topic] = {
    "title": partial(_title, words=_SYSTEMATIC, kind="systematic review"),
    "title-scoping": partial(_title, words=_SCOPING, kind="scoping review"),
    "question": _question,
    "criteria": _criteria,
    "registration": _registration,
    "protocol": _protocol,
    "amendments": _amendments,
    "funding": _funding,
    "interests": _interests,
}
