"""Made-up flows for the tests of the diagram: every source, reason and number is invented.

Test modules load it with ``runpy.run_path``: test folders are not packages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from litreview.model import Plan
from litreview.prisma import Box, Correction, Facts, Flow, Layer, Part, flow
from litreview.prisma.labels import BY_HANDS, POOLED, SET_ASIDE
from litreview.screening.state import Screening

Parts = Mapping[str, int]
_NOTHING = Facts((), {}, {}, Screening(Plan("", "", (), (), ""), {}), {}, {})
EMPTY = flow(_NOTHING)
UPDATED = flow(replace(_NOTHING, previous=frozenset({"before"})))


def many(n: int) -> tuple[str, ...]:
    """Something with a length: ten million identifiers would only cost memory."""
    return cast("tuple[str, ...]", range(n))


def made(*, parts: Mapping[str, Parts] | None = None, like: Flow = EMPTY, **counts: int) -> Flow:
    """A flow with these counts. parts: box -> label -> share; they also make the box's count."""
    boxes: dict[str, Box] = {}
    for key, box in like.boxes.items():
        shares = (parts or {}).get(key, {})
        n = counts.get(key, sum(shares.values()))
        held = tuple(Part(label, many(share)) for label, share in shares.items())
        boxes[key] = Box(key, box.label, box.unit, many(n), held)
    return Flow(boxes, ())


def databases() -> Flow:
    """Databases and registers only, finished."""
    return made(
        parts={
            "database_results": {"Base of Towns": 4821, "Second Base": 1260, "Third Base": 77},
            "register_results": {"Register of Trials in Towns": 312},
            "dbr_excluded": {
                "Other population": 61,
                "No mentor, or no other personal support from one and the same person": 48,
                "Not an effect study": 72,
            },
        },
        duplicates=1493,
        excluded_automatic=7,
        records_screened=4970,
        records_excluded=4735,
        dbr_sought_reports=235,
        dbr_notretrieved_reports=9,
        dbr_assessed=226,
        new_studies=38,
        new_reports=45,
    )


def others(**counts: int) -> Flow:
    """Databases and other methods, something still to be done."""
    given: dict[str, Any] = {
        "duplicates": 140,
        "records_screened": 1100,
        "records_excluded": 1010,
        "pending_screening": 20,
        "dbr_sought_reports": 90,
        "dbr_notretrieved_reports": 2,
        "dbr_assessed": 88,
        "other_duplicates": 12,
        "other_screened": 48,
        "other_screened_out": 8,
        "other_sought_reports": 40,
        "other_notretrieved_reports": 1,
        "other_assessed": 38,
        "other_pending": 1,
        "new_studies": 70,
        "new_reports": 81,
        **counts,
    }
    return made(
        parts={
            "database_results": {"Base of Towns": 900, "Second Base": 360},
            "website_results": {"Offices of made-up towns (towns.example/reports)": 22},
            "organisation_results": {"Institute of Made-up Labour": 8},
            "citations_results": {"Reference lists": 30},
            "dbr_excluded": {"Other population": 10, "Not an effect study": 15},
            "other_excluded": {"Other population": 20},
        },
        **given,
    )


def stopped(**counts: int) -> Flow:
    """The same, but reading was stopped: some of either arm was left unread."""
    return others(
        records_screened=1120,
        records_excluded=580,
        records_left_unread=450,
        pending_screening=0,
        other_screened=49,
        other_left_unread=1,
        **counts,
    )


_BEFORE = {
    "previous_studies": 12,
    "previous_reports": 14,
    "total_studies": 50,
    "total_reports": 59,
}


def updated() -> Flow:
    """An update by databases only."""
    return made(
        like=UPDATED,
        parts={
            "database_results": {"Base of Towns": 421, "Second Base": 160},
            "dbr_excluded": {"Other population": 6, "Not an effect study": 7},
        },
        duplicates=93,
        records_screened=488,
        records_excluded=428,
        dbr_sought_reports=60,
        dbr_notretrieved_reports=2,
        dbr_assessed=58,
        new_studies=38,
        new_reports=45,
        **_BEFORE,
    )


def updated_others() -> Flow:
    """An update by databases and other methods; something of the previous version is open."""
    whole = others(previous_pending=3, **_BEFORE)
    counts = {key: box for key, box in whole.boxes.items() if key in EMPTY.boxes}
    earlier = made(like=UPDATED, previous_pending=3, **_BEFORE).boxes
    sentence = "Base of Towns, base-core-1a2b: 900 of 1,204 records received (it is out of order)"
    return Flow({**earlier, **counts}, (), (sentence,))


def updated_stopped() -> Flow:
    """An update in which reading was stopped."""
    counts = {key: box for key, box in stopped(**_BEFORE).boxes.items() if key in EMPTY.boxes}
    return Flow({**made(like=UPDATED, **_BEFORE).boxes, **counts}, ())


def extra(whole: Flow) -> Flow:
    """`whole` with all that a flow may have besides, and two numbers that people put in."""
    boxes = dict(whole.boxes)
    for key, (label, unit) in {**BY_HANDS, **SET_ASIDE, **POOLED}.items():
        reasons = {"Other population": 4, "Animals & more": 3} if "excluded" in key else {}
        boxes[key] = _box(key, label, unit, 7, reasons)
    layers = []
    for arm in ("", "other_"):
        for stage, unit in (("titles", "records"), ("abstracts", "records"), ("first", "reports")):
            seen, excluded = f"{arm}seen_{stage}", f"{arm}excluded_{stage}"
            boxes[seen] = _box(seen, f"Settled at: {stage}", unit, 90, {})
            boxes[excluded] = _box(excluded, f"Excluded at: {stage}", unit, 5, {"Other topic": 5})
            layers.append(Layer(stage.title(), seen, excluded))
    boxes["records_screened"] = _corrected(boxes["records_screened"], "", 1099)
    boxes["dbr_excluded"] = _corrected(boxes["dbr_excluded"], "Other population", 11)
    return replace(whole, boxes=boxes, layers=tuple(layers))


def _box(key: str, label: str, unit: Any, n: int, reasons: Parts) -> Box:
    parts = tuple(Part(name, stated=share) for name, share in reasons.items())
    return Box(key, label, unit, stated=n, parts=parts)


def _corrected(box: Box, part: str, n: int) -> Box:
    counted = None if part else box.n
    one = Correction(box.key, part, n, counted, "a <slip>", "ann", "2026-05-03T10:00:00.000Z")
    return replace(box, stated=box.n if part else n, corrections=(one,))


def from_file() -> Flow:
    """Numbers that a file states; it leaves some out, and has words of its own."""
    boxes = dict(databases().boxes)
    for key in ("register_results", "dbr_notretrieved_reports"):
        boxes[key] = replace(boxes[key], ids=(), parts=(), known=False)
    words = {"newstud": "A title of its own", "records_screened": "Titles <read>"}
    return Flow(boxes, (), wording=words, from_file=True)


LONG = "Very long name of a source that nobody would want to read twice, let alone print"
WIDE = "http://repository.example/very-long-path/without/any/blank?query=mentoring&page=1"


def nothing_from_databases() -> Flow:
    """Everything came by other methods: the arm of the databases stays, and says so."""
    return made(
        parts={
            "website_results": {"Pages read one by one, first pass": 41, WIDE: 48},
            "citations_results": {LONG: 34},
            "other_excluded": {LONG: 8, "Other population": 20, "": 1},
        },
        other_duplicates=5,
        other_screened=118,
        other_screened_out=4,
        other_sought_reports=114,
        other_assessed=114,
        new_reports=85,
        new_studies=40,
    )


def many_sources() -> Flow:
    """Twenty sources of one kind and three of another, five and twenty reasons."""
    return made(
        parts={
            "database_results": {f"Base number {at} of Towns": 1000 + at for at in range(20)},
            "register_results": {f"Register {at}": at for at in range(3)},
            "website_results": {f"Site {at}": at for at in range(9)},
            "dbr_excluded": {f"Reason {at}: other than what was asked": at for at in range(25)},
        },
        duplicates=3000,
        records_screened=17190,
        dbr_sought_reports=400,
        dbr_assessed=400,
    )


def millions(*, other: bool = True, like: Flow = EMPTY) -> Flow:
    """As large as numbers get."""
    counts = dict.fromkeys(like.boxes, 10000000)
    if not other:
        counts.update({key: 0 for key in counts if key.startswith("other")})
        counts.update(dict.fromkeys(("website_results", "organisation_results"), 0))
        counts["citations_results"] = 0
    return made(
        like=like,
        parts={
            "database_results": {"Base": 9_999_999, LONG: 1},
            "dbr_excluded": {LONG: 10_000_000},
        },
        **counts,
    )


REASON = "Compared with something else than what the protocol asks for"
"""A reason of 60 characters."""


def crowded(*, other: bool = False, like: Flow = EMPTY) -> Flow:
    """Twelve databases, 25 reasons of 60 characters at each stage, and numbers to 10 million."""
    reasons = {f"{REASON[:-3]} {at:02}": 9_999_000 + at for at in range(25)}
    counts = {
        key: 10_000_000
        for key in like.boxes
        if other or not key.startswith(("other_", "website_", "organisation_", "citations_"))
    }
    parts = {
        "database_results": {f"Base of Towns {at} (via Platform)": 9_000_000 for at in range(12)},
        "records_excluded": reasons,
        "dbr_excluded": reasons,
        **({"other_excluded": reasons} if other else {}),
    }
    return made(like=like, parts=parts, **counts)


def scripts() -> Flow:
    """Names in other scripts, written from the left and from the right."""
    return made(
        parts={
            "database_results": {"万方数据知识服务平台资源库": 120, "מאגר מידע לדוגמה בעברית": 33},
            "register_results": {"سجل التجارب السريرية المثال": 12, "Мадэ-ап Рэгістр": 5},
            "citations_results": {"काल्पनिक सूची 🙂": 7, "ข้อมูลตัวอย่างที่ยาวมากสำหรับการทดสอบ": 1},
            "dbr_excluded": {
                "対象集団が異なる研究であるため除外された": 9,
                "e\u0301tude \u0336hors sujet": 1,
            },
        },
        duplicates=10,
        records_screened=160,
        records_excluded=100,
        dbr_sought_reports=60,
        dbr_assessed=60,
        new_studies=40,
        new_reports=50,
    )


HOSTILE = (
    "</text><script>alert(1)</script>",
    "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    "]]> -- \x00\x1b[31m\x07 \u202egnp.exe",
    '" onload="alert(1)" x="',
    "&lt;b&gt; &amp;#38; &unknown;",
    "\r\n\t\u2028 \ud800 \ufffe",
)


def hostile() -> Flow:
    """Text that would like to be more than text."""
    return made(
        parts={
            "database_results": dict.fromkeys(HOSTILE, 2),
            "website_results": dict.fromkeys(HOSTILE, 3),
            "dbr_excluded": dict.fromkeys(HOSTILE, 4),
            "other_excluded": dict.fromkeys(HOSTILE, 5),
        },
    )


FLOWS = {
    "databases": databases,
    "other-methods": others,
    "nothing-from-databases": nothing_from_databases,
    "many-sources": many_sources,
    "millions": millions,
    "millions-databases": lambda: millions(other=False),
    "scripts": scripts,
    "hostile": hostile,
    "empty": lambda: EMPTY,
    "stopped": stopped,
    "updated": updated,
    "updated-other-methods": updated_others,
    "updated-stopped": updated_stopped,
    "extra": lambda: extra(others()),
    "extra-updated": lambda: extra(updated_stopped()),
    "from-file": from_file,
    "millions-updated": lambda: millions(like=UPDATED),
}
GOLDEN = (
    "databases",
    "extra",
    "from-file",
    "other-methods",
    "stopped",
    "updated",
    "updated-other-methods",
    "updated-stopped",
)
