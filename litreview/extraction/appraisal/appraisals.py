"""What was judged: rows of forms for appraisals, and the judgement that holds for an estimate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from litreview.extraction.appraisal.rules import RULES, Proposal
from litreview.extraction.appraisal.tool import OVERALL, SUPPORT, Tool
from litreview.extraction.forms import Form
from litreview.extraction.printed import is_missing
from litreview.extraction.rows import Row
from litreview.extraction.values import named
from litreview.model import Finding


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One row of a tool.

    about: the row (an estimate, an economic result) that is judged, "" where it is the study.
    judgements, support: by domain, those given; overall: as the reviewer gives it, "" where not;
    proposed: what the tool's rule comes to.
    """

    row: str
    form: str
    study: str
    about: str
    tool: Tool
    judgements: Mapping[str, str]
    support: Mapping[str, str]
    overall: str
    overall_support: str
    proposed: Proposal
    extractor: str = ""

    @property
    def holds(self) -> str:
        """The overall judgement: the reviewer's, else the proposed one."""
        return self.overall or self.proposed.judgement


def appraisals(rows: Iterable[Row], forms: Mapping[str, Form]) -> tuple[Appraisal, ...]:
    """The rows of forms for appraisals, in the order given; other rows are passed over."""
    return tuple(
        _appraisal(row, form, form.tool)
        for row in rows
        if (form := forms.get(row.form)) is not None and form.tool is not None
    )


def rated(
    found: Iterable[Appraisal], study: str, row: str, form: str = ""
) -> tuple[Appraisal, ...]:
    """The appraisals that hold for `row` of `study`: for each tool its own, else the study's.

    form: only those of the tool of this name.
    """
    own: dict[str, Appraisal] = {}
    of_study: dict[str, Appraisal] = {}
    for one in found:
        if one.study == study and form in ("", one.form):
            if one.about and one.about == row:
                own[one.form] = one
            elif not one.about:
                of_study[one.form] = one
    return tuple({**of_study, **own}[name] for name in sorted({**of_study, **own}))


def findings(found: Iterable[Appraisal]) -> Iterator[Finding]:
    """EX180: an overall judgement against its rule, without a reason; EX181: open domains."""
    for one in found:
        where = f"form {one.form}, {named(one.study)}"
        proposed = one.proposed.judgement
        if one.overall and proposed and one.overall != proposed and not one.overall_support:
            yield Finding(
                "EX180",
                "warning",
                f"{named(one.row)}: judged {one.overall!r} overall, the rule comes to "
                f"{proposed!r} ({one.proposed.why})",
                where,
                f"say why in {OVERALL}{SUPPORT}, or correct the judgement",
                (one.row,),
            )
        waiting = [d.label for d in one.tool.domains if d.name not in one.judgements]
        if one.overall and waiting and one.judgements:
            yield Finding(
                "EX181",
                "note",
                f"{named(one.row)}: judged {one.overall!r} overall, but not in: "
                f"{', '.join(waiting)}",
                where,
                "judge these domains too",
                (one.row,),
            )


def _appraisal(row: Row, form: Form, tool: Tool) -> Appraisal:
    def said(name: str) -> str:
        text = row.values.get(name, "").strip()
        return "" if is_missing(text) else text

    names = [domain.name for domain in tool.domains]
    judgements = {name: text for name in names if (text := said(name))}
    link = next((field.name for field in form.fields if field.type == "row"), "")
    rule = RULES.get(tool.rule) if tool.rule else None
    return Appraisal(
        row=row.row,
        form=row.form,
        study=row.study,
        about=said(link) if link else "",
        tool=tool,
        judgements=judgements,
        support={name: text for name in names if (text := said(f"{name}{SUPPORT}"))},
        overall=said(OVERALL),
        overall_support=said(f"{OVERALL}{SUPPORT}"),
        proposed=rule.propose(tool, judgements) if rule else _alone(tool, judgements),
        extractor=row.extractor,
    )


def _alone(tool: Tool, judgements: Mapping[str, str]) -> Proposal:
    """A tool without a rule: the judgement of its only domain, where it has one."""
    only = list(judgements.values()) if len(tool.domains) == 1 else []
    return Proposal(only[0], "the only domain") if only else Proposal("", "the tool has no rule")
