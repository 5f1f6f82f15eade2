"""A made-up review for the tests of outputs: no person, study or number in it is real.

Test modules load it with ``runpy.run_path``: test folders are not packages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from litreview.extraction.forms import shipped_form
from litreview.extraction.rows import Row
from litreview.model import (
    CostBenefit,
    Criterion,
    Decision,
    Estimate,
    Finding,
    Plan,
    Record,
    RecordId,
    Report,
    ReportId,
    Search,
    SearchId,
    SourceFile,
    Stage,
    StudyId,
    Vote,
    parse_doi,
    reported,
)
from litreview.outputs.agreed import FieldAgreement, StageAgreement
from litreview.outputs.evidence import Evidence
from litreview.prisma import Facts, flow
from litreview.screening.agreement import Square, compare, final_votes
from litreview.screening.state import Screening, Verdict

AT = "2026-11-20T10:00:00Z"
FATES = (
    ("included", "ALPHA"),
    ("included", "ALPHA"),
    ("included", "BETA"),
    ("full-text", "GAMMA"),
    ("full-text", ""),
    ("not-retrieved", "DELTA"),
    ("to-assess", "EPSILON"),
    ("title", "ZETA"),
    ("to-screen", "ETA"),
    ("included", ""),
)
"""What became of each report, and the study that it is linked to. The last came by citation."""
ASIDE = ("ongoing", "awaiting")
"""Fates of reports that are neither included nor excluded."""

AUTHORS = (
    ("Moss, Ada", "Fern, Bo"),
    ("Moss, Ada",),
    ("Reed, Cy", "Åkerblad, Disa"),
    ("Institute of Made-up Labour",),
    ("Eva van der Heide",),
    ("Stone F.",),
    (),
    ("Moss, Ada",),
    ("Lake, Gil",),
    ("Moss, Ada",),
)
STUDIES = ("ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA", "ETA", "THETA")
"""THETA was extracted, but no report of it is in the review."""

Say = Callable[[str], str]


def plan() -> Plan:
    """Two stages, four criteria."""
    stages = ("title-abstract", "full-text")
    labels = (
        ("population", "Other population", "exclude"),
        ("no-mentor", "No mentor | no personal support", "exclude"),
        ("design", "Not an effect study", "exclude"),
        ("mentor", "Mentor support is a substantial part", "include"),
    )
    return Plan(
        title="Mentors in made-up towns",
        question="Do mentors help people in made-up towns to find work?",
        stages=(
            Stage(stages[0], "Titles and abstracts", "screening"),
            Stage(stages[1], "Full texts", "eligibility", 2, reason_required=True),
        ),
        criteria=tuple(
            Criterion(code, label, effect, stages, rank)  # type: ignore[arg-type]
            for rank, (code, label, effect) in enumerate(labels, start=1)
        ),
        criteria_version="3",
    )


def evidence(
    fates: Sequence[tuple[str, str]] = FATES,
    *,
    studies: Sequence[str] = STUDIES,
    rows: bool = True,
    say: Say = str,
) -> Evidence:
    """The review. rows: whether something is extracted; say: changes each text that comes in."""
    reports = {record.id: _report(record, fates) for record in _records(fates, say)}
    clusters = {id_: report.id for report in reports.values() for id_ in report.records}
    screening = Screening(plan(), _verdicts(fates, say))
    links = {_id(at, fates): StudyId(study) for at, (_, study) in enumerate(fates) if study}
    retrieval = {
        _id(at, fates): "not-retrieved"
        for at, (fate, _) in enumerate(fates)
        if fate == "not-retrieved"
    }
    aside = {_id(at, fates): fate for at, (fate, _) in enumerate(fates) if fate in ASIDE}
    searches, records = _searches(clusters, say)
    members: dict[StudyId, tuple[ReportId, ...]] = {}
    for report, study in links.items():
        members[study] = (*members.get(study, ()), report)
    return Evidence(
        plan=plan(),
        searches=searches,
        flow=flow(Facts(searches, records, clusters, screening, retrieval, links, aside=aside)),
        screening=screening,
        reports={ReportId(id_): report for id_, report in reports.items()},
        members=members,
        estimates=tuple(_estimates(studies, say)) if rows else (),
        costs=tuple(_costs(studies, say)) if rows else (),
        findings=(
            Finding("TEST1", "warning", say("a row has no unit"), say("row 2"), say("add it")),
        ),
        as_of="2026-11-24T09:05:00.000000Z" if fates else "",
        aside_notes={id_: say(f"{fate}, says its register") for id_, fate in aside.items()},
    )


def whole(say: Say = str) -> Evidence:
    """The same with all that a review may have: what waits, appraisals, certainty, agreement."""
    fates = (*FATES[:-1], ("ongoing", "IOTA"), ("awaiting", ""), FATES[-1])
    held = evidence(fates, say=say)
    forms = {name: shipped_form(name) for name in ("estimate", "rob-2", "grade")}
    stage = held.plan.stages[1]
    twice = compare(final_votes(held.screening, stage), "separate")
    kappa = Square.of([("RCT", "RCT"), ("RCT", "other"), ("other", "other")]).cohen()
    return replace(
        held,
        rows=tuple(_judged(say)),
        forms=forms,
        agreements=(StageAgreement(stage, "first", "separate", twice, 1, 2, ()),),
        fields=(
            FieldAgreement("estimate", "outcome", 10, 9, None),
            FieldAgreement("estimate", "evaluation_method", 3, 2, kappa),
            FieldAgreement("gone", say("its_field"), 1, 0, None),
        ),
    )


def _judged(say: Say) -> Iterator[Row]:
    """An appraisal with all its parts, one by the rule, and four outcomes judged by GRADE."""
    given = {f"d{at}": "low" for at in range(1, 6)} | {"d1_support": say("drawn by lot")}
    yield _row("rob-2", "A1", "ALPHA", given | {"overall": "low", "overall_support": say("sound")})
    some = {"d1": "low", "d2": "some concerns", "estimate_id": "E4"}
    yield _row("rob-2", "A2", "BETA", some)
    about = {"population": say("Young adults"), "comparison": say("usual help")}
    sound = dict.fromkeys(("risk_of_bias", "inconsistency", "indirectness"), "not serious")
    sound |= {"imprecision": "serious", "imprecision_reason": say("a wide interval")}
    sound |= {"publication_bias": "undetected", "starting_certainty": "high"}
    outcomes: tuple[dict[str, str], ...] = (
        {
            "outcome": say("In work, within a year"), "outcome_domain": "employment",
            "horizon": "within a year", "importance": "critical", "baseline_risk": "26.5",
            "baseline_risk_source": say("the comparison groups"),
            "statement": say("Mentors may help"), "relative_effect": say("1.1"),
        },
        {
            "outcome": say("Earnings"), "outcome_domain": "earnings", "importance": "important",
            "relative_effect": say("ratio 1.02 (0.9 to 1.2)"), "participants": "400",
            "studies": "2", "effect_source": say("their reports"), "large_effect": "large",
            "starting_certainty": "low", "starting_certainty_reason": say("no lot was drawn"),
        },
        {"outcome": say("Well-being"), "inconsistency": "", "indirectness": say("odd")},
        {"outcome": say("Housing"), "importance": "not important"},
    )  # fmt: skip
    for at, values in enumerate(outcomes, start=1):
        yield _row("grade", f"G{at}", "review", about | sound | values)


def _row(form: str, row: str, study: str, values: dict[str, str]) -> Row:
    return Row(form, row, study, values, "kim", AT, f"{form}-{row}")


def _id(at: int, fates: Sequence[tuple[str, str]]) -> ReportId:
    """The last report was found by citation searching, the others in a database."""
    return ReportId(f"cited:{1}" if at == len(fates) - 1 and at else f"base:{at + 1}")


def _records(fates: Sequence[tuple[str, str]], say: Say) -> list[Record]:
    return [
        Record(
            RecordId(_id(at, fates)),
            SearchId(_id(at, fates).split(":")[0]),
            title=say(f"Made-up title {at + 1}: does it help?"),
            authors=tuple(say(name) for name in AUTHORS[at % len(AUTHORS)]),
            year=2010 + at // 3 if at != 4 else None,
            venue=say("Journal of Made-up Towns"),
            volume=str(at + 1),
            issue="2",
            pages=f"{at}1-{at}9",
            doi=parse_doi(f"10.99999/made.{at + 1}") if at % 2 == 0 else None,
            url=f"https://example.org/made/{at + 1}",
        )
        for at in range(len(fates))
    ]


def _report(record: Record, fates: Sequence[tuple[str, str]]) -> Report:
    """The first report has a duplicate in the second database."""
    twice = record.id == "base:1" and len(fates) > 1
    ids = (record.id, RecordId("second:1")) if twice else (record.id,)
    return Report(ReportId(record.id), ids, record)


def _verdicts(fates: Sequence[tuple[str, str]], say: Say) -> dict[str, dict[ReportId, Verdict]]:
    titles: dict[ReportId, Verdict] = {}
    texts: dict[ReportId, Verdict] = {}
    for at, (fate, _) in enumerate(fates):
        report = _id(at, fates)
        if fate == "title":
            titles[report] = _verdict(report, 0, "exclude", ("population",), say)
        elif fate != "to-screen":
            titles[report] = _verdict(report, 0, "include", (), say)
        if fate == "included":
            texts[report] = _verdict(report, 1, "include", (), say)
        elif fate == "full-text":
            reasons = ("no-mentor", "design") if at % 2 else ("design",)
            texts[report] = _verdict(report, 1, "exclude", reasons, say)
    return {"title-abstract": titles, "full-text": texts}


def _verdict(
    report: ReportId, stage: int, decision: Decision, reasons: tuple[str, ...], say: Say
) -> Verdict:
    name = plan().stages[stage].name
    votes = tuple(
        Vote(
            id=f"{who}-{report}-{name}",
            report=report,
            record=RecordId(report),
            stage=name,
            reviewer=who,
            decision=decision,
            reasons=reasons,
            criteria="3",
            at=AT,
            note=say("only a pilot") if who == "kim" and reasons and stage else "",
        )
        for who in ("kim", "lou")[: stage + 1]
    )
    return Verdict(decision, reasons, votes)


def _searches(
    clusters: dict[RecordId, ReportId], say: Say
) -> tuple[tuple[Search, ...], dict[str, list[RecordId]]]:
    held: dict[str, list[RecordId]] = {}
    for record in clusters:
        held.setdefault(record.split(":")[0], []).append(record)
    kinds = {"base": "database", "second": "database", "cited": "citation"}
    searches = tuple(
        Search(
            id=SearchId(name),
            source=say(
                {"base": "Made-up Base", "second": "Second Base", "cited": "Citations"}[name]
            ),
            kind=kinds[name],  # type: ignore[arg-type]
            received=len(held[name]) + (name == "base"),
            records=len(held[name]),
            failures=int(name == "base"),
            files=(SourceFile(f"{name}.ris", "0123456789abcdef" * 4, 99, "ris", "utf-8"),),
            query=say('mentor* AND ("job seeker*" OR unemploy*)') if name == "base" else "",
            searched_on="2026-11-02" if name == "base" else "",
            complete={"base": True, "second": False, "cited": None}[name],
            expected=40 if name == "second" else None,
            note=say("cut by the source") if name == "second" else "",
        )
        for name in ("base", "second", "cited")
        if name in held
    )
    return searches, held


def _estimates(studies: Sequence[str], say: Say) -> list[Estimate]:
    """Three rows a study: numbers, a number below zero, and words for a number."""
    statuses = (
        "unemployed",
        "employed (low-wage)",
        "unemployed/low-wage",
        "in school",
        "not reported",
    )
    found = []
    for at, study in enumerate(studies):
        for place, (outcome, value, unit, months) in enumerate(
            (
                ("In work", "4.50", "percentage points", "12"),
                ("Earnings", "-120", "crowns a month", "24"),
                ("In work", "fell (number not seen)", "not reported", "about 30"),
            )
        ):
            values = {
                "study": study,
                "authors": say("Made, Up"),
                "year": "2009",
                "title": say("A study only extracted"),
                "country": say("Utopia"),
                "population": say("Young adults"),
                "labour_status": statuses[at % len(statuses)],
                "n_total": "120" if place else "not reported",
                "intervention": say("A mentor, weekly"),
                "mentoring_component": say("1:1 mentor"),
                "mentoring_centrality": "core",
                "comparator": say("usual help"),
            }
            printed = {
                "outcome": say(outcome),
                "effect_value": say(value),
                "effect_unit": say(unit),
                "treat_mean": "31.0" if not place else "not reported",
                "control_mean": "26.5" if not place else "not reported",
                "se": "" if place else "2.1",
                "ci": "0.3 to 8.7" if not place else "not reported",
                "p_or_significance_as_stated": say("p < .05"),
            }
            found.append(
                Estimate(
                    id=f"E{3 * at + place + 1}",
                    study=StudyId(study),
                    outcome=printed["outcome"],
                    value=reported(printed["effect_value"]),
                    unit=printed["effect_unit"],
                    followup_months=reported(months),
                    subgroup=say("all"),
                    treatment_mean=reported(printed["treat_mean"]),
                    control_mean=reported(printed["control_mean"]),
                    standard_error=reported(printed["se"]),
                    confidence_interval=printed["ci"],
                    significance=printed["p_or_significance_as_stated"],
                    design=say("RCT"),
                    centrality="core" if at % 2 == 0 else "partial",
                    source_url=f"https://example.org/source/{study.lower()}?row={place}&x=1",
                    source_level="abstract",
                    flags=say("number read off a figure") if place == 1 else "",
                    extractor="kim",
                    values={**values, **printed},
                )
            )
    return found


def _costs(studies: Sequence[str], say: Say) -> list[CostBenefit]:
    """Two perspectives a study that do not agree."""
    return [
        CostBenefit(
            id=f"C{2 * at + place + 1}",
            study=StudyId(study),
            programme=say("Mentors at work"),
            perspective=say(perspective),
            currency="EUR",
            price_year=reported("2019" if not place else "not reported"),
            cost=reported("1200"),
            benefits=reported("1500.50" if not place else "not reported"),
            net_present_value=reported("300.50" if not place else "-80"),
            ratio=say("BCR 1.25" if not place else "not reported"),
            analysis_type="CBA",
            horizon="2 years",
            discount_rate="3%",
            direction="benefits > costs" if not place else "costs > benefits (first year)",
            source_url=f"https://example.org/cost/{study.lower()}",
            source_level="full text",
            extractor="lou",
            values={"study": study, "country": say("Utopia"), "uncertainty": "not reported"},
        )
        for at, study in enumerate(studies)
        for place, perspective in enumerate(("society", "not stated on page"))
    ]
