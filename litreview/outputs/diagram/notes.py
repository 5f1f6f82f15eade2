"""The notes below the figure."""

from __future__ import annotations

from collections.abc import Sequence

from litreview.outputs.diagram.content import Content, Entry, Paragraph
from litreview.outputs.diagram.language import Language
from litreview.outputs.diagram.look import PLAIN, Look
from litreview.outputs.diagram.text import TIE, Run
from litreview.prisma import Box, Correction, Flow

STATEMENT = "https://doi.org/10.1136/bmj.n71"
"""Where the last note leads to: whose layout and wording this is."""


def notes(flow: Flow, look: Look = PLAIN) -> tuple[Content, ...]:
    """The notes, the credit last; that numbers were corrected or read is never left out."""
    found = [_note(Run(text)) for text in told(flow, look.language)]
    if "notes" not in look.details:
        return tuple(found)
    if not flow.from_file:
        found = [*_counted(flow, look.language), *found]
    version = "updated" if flow.updated else "new"
    return (*found, _note(Run(look.language.say("notes", f"credit_{version}"))))


def told(flow: Flow, language: Language) -> list[str]:
    """That numbers were read from a file, and which were put in by hand: a sentence each."""
    found = [language.say("notes", "from_file")] if flow.from_file else []
    said = [
        _correction(one, box, language) for box in flow.boxes.values() for one in box.corrections
    ]
    if said:
        found.append(language.say("notes", "corrected", what="; ".join(said)))
    return found


def put_in(corrections: Sequence[Correction], box: Box, language: Language) -> str:
    """What people put in place of what was counted in `box`, and why."""
    what = "; ".join(_correction(one, box, language) for one in corrections)
    return language.say("notes", "corrected", what=what)


def _correction(one: Correction, box: Box, language: Language) -> str:
    label = language.label(box)
    said = {
        "label": f"{label} ({one.part})" if one.part else label,
        "n": language.number(one.n),
        "because": one.because,
        "by": one.by,
        "day": one.at[:10],
    }
    if one.counted is None:
        return language.say("notes", "correction_new", **said)
    return language.say("notes", "correction", counted=language.number(one.counted), **said)


def _counted(flow: Flow, language: Language) -> list[Content]:
    """What the marks in the figure mean, and what it has no box for."""
    found = [_note(Run(language.say("notes", "per_source"))), _note(Run(_by_whom(flow, language)))]
    gone = [
        (language.many("notes", key, flow[key].n).replace(" ", TIE), key)
        for key in ("other_duplicates", "other_screened_out", "other_left_unread")
        if flow[key].n
    ]
    if gone:
        *first, (last, of_last) = gone
        said = [
            Run(f"{words}{',' if (words, key) != first[-1] else ''}", key) for words, key in first
        ]
        text = language.texts["notes"]
        between = [Run(text["and"])] if said else []
        runs = (Run(text["before"]), *said, *between, Run(last, of_last), Run(text["no_box"]))
        found.append(_note(*runs))
    return found


def _by_whom(flow: Flow, language: Language) -> str:
    """Who excluded on title or abstract, and whether that was stopped."""
    key = "stopped" if flow["records_left_unread"].n or flow["other_left_unread"].n else "by"
    if "records_excluded_human" not in flow.boxes:
        return language.say("notes", "by_people" if key == "by" else key)
    people, tools = (
        language.number(flow[f"records_excluded_{who}"].n) for who in ("human", "tool")
    )
    return language.say("notes", f"{key}_both", people=people, tools=tools)


def _note(*runs: Run) -> Content:
    return (Entry("", (Paragraph(runs),)),)
