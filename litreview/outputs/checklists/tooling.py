"""Of checklists: tools that judged, or that said what is read first (PRISMA-trAIce).

Rules that join duplicates are no such tools: they judge nothing about a study.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from litreview.outputs.checklists.answering import Answer, Topic, filled, person
from litreview.outputs.evidence import Evidence
from litreview.outputs.methods.selecting import selected
from litreview.outputs.words import counted, listed
from litreview.prisma import WITHIN

_NONE = Answer("does not apply", "the log has no tool that judged, and no vote by a learned order")
_METHODS = "methods.md"


def _used(answer: Callable[[Evidence], Answer]) -> Topic:
    """The answer, where there was a tool at all."""

    def topic(evidence: Evidence) -> Answer:
        conduct = evidence.conduct
        return answer(evidence) if conduct.ranked or conduct.tools else _NONE

    return topic


def _part(_: Evidence) -> Answer:
    return person("write it")


def _tools(evidence: Evidence) -> Answer:
    conduct = evidence.conduct
    orders = [order for one in conduct.ranked for order in one.orders]
    programs = {f"{order.program}, recipe {order.recipe}" for order in orders}
    judges = sorted(f"{tool} (reviewer {who})" for who, tool in conduct.tools.items())
    what = "; ".join((*sorted(programs), *judges))
    if judges:
        return person("say who makes each tool, and where it can be had", what, _METHODS)
    return filled(what, _METHODS)


def _purpose(evidence: Evidence) -> Answer:
    labels = {stage.name: stage.label for stage in evidence.plan.stages}
    told = [
        f"{labels.get(one.stage, one.stage)}: said which unread report is shown next, for "
        f"{one.votes:,} of {counted(one.of, 'vote')}"
        for one in evidence.conduct.ranked
    ]
    told += [
        f"{labels.get(stage, stage)}: {who} judged {counted(n, 'report')}"
        for (stage, who), n in _judged(evidence).items()
    ]
    return filled("; ".join(told), _METHODS)


def _judged(evidence: Evidence) -> dict[tuple[str, str], int]:
    """How many reports each tool judged at each stage."""
    held: dict[tuple[str, str], int] = {}
    for stage, verdicts in evidence.screening.verdicts.items():
        for verdict in verdicts.values():
            for who in {v.reviewer for v in verdict.votes} & set(evidence.conduct.tools):
                held[stage, who] = held.get((stage, who), 0) + 1
    return dict(sorted(held.items()))


def _input(evidence: Evidence) -> Answer:
    ranked = evidence.conduct.ranked
    if not ranked:
        return person("say what the tools were given")
    most = max(order.learned for one in ranked for order in one.orders)
    what = (
        "titles, abstracts and keywords of the reports of the stage, the words of the criteria, "
        f"and up to {counted(most, 'decision')} that the reviewer could see"
    )
    return _unless_judging(evidence, what, "say what the tools that judged were given")


def _output(evidence: Evidence) -> Answer:
    if not evidence.conduct.ranked:
        return person("say what the tools gave back")
    what = "an order of the unread reports; nothing was decided by it"
    return _unless_judging(evidence, what, "say what the tools that judged gave back")


def _unless_judging(evidence: Evidence, what: str, missing: str) -> Answer:
    """Of an order of reading all is known; of a tool that judged, people must say it."""
    return person(missing, what, _METHODS) if evidence.conduct.tools else filled(what, _METHODS)


def _prompts(evidence: Evidence) -> Answer:
    if evidence.conduct.tools:
        return person(
            "give the prompts and settings of each language model, or say that it is none"
        )
    return Answer("does not apply", "an order of reading is learned without a language model")


def _settings(evidence: Evidence) -> Answer:
    told = []
    for one in evidence.conduct.ranked:
        last = one.orders[-1]
        parameters = ", ".join(f"{key} {value}" for key, value in sorted(last.parameters.items()))
        told.append(
            f"recipe {one.recipe}, seed {last.seed}{f'; {parameters}' if parameters else ''}"
        )
    what = "; ".join(told)
    return _unless_judging(evidence, what, "give the settings of the tools that judged")


def _oversight(evidence: Evidence) -> Answer:
    said = " ".join(selected(evidence))
    if evidence.conduct.tools:
        return person("say who checked what the tools decided", said, _METHODS)
    return filled(f"Every decision is a person's. {said}", _METHODS)


def _evaluation(evidence: Evidence) -> Answer:
    stop = evidence.stop
    what = f"the stopping rule “{stop.rule}” was relied on" if stop is not None else ""
    return person("say how well the tools did; litreview screen simulate measures an order", what)


def _data(evidence: Evidence) -> Answer:
    what = "the order was computed on the reader's machine; no record was sent anywhere for it"
    return _unless_judging(evidence, what if evidence.conduct.ranked else "", "say where data went")


def _flow(evidence: Evidence) -> Answer:
    split = [box for key in WITHIN for box in WITHIN[key] if box in evidence.flow.boxes]
    if split:
        told = listed(f"{evidence.flow[b].label.lower()}: {evidence.flow[b].n:,}" for b in split)
        return filled(told, "prisma.svg")
    return filled("no record was excluded by a tool: all exclusions are people's", "prisma.svg")


TOPICS: Mapping[str, Topic] = {
    f"ai-{name}": _used(answer)
    for name, answer in (
        ("part", _part),
        ("tools", _tools),
        ("purpose", _purpose),
        ("input", _input),
        ("output", _output),
        ("prompts", _prompts),
        ("settings", _settings),
        ("oversight", _oversight),
        ("evaluation", _evaluation),
        ("data", _data),
        ("flow", _flow),
    )
}
