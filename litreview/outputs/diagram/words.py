"""What is said beside the figure: each box defined, what is pending, the whole in words."""

from __future__ import annotations

from litreview.outputs.diagram.language import Language
from litreview.outputs.diagram.notes import told as admitted
from litreview.prisma import WITHIN, Arm, Box, Flow, Unit

_OF_FILES = {"previous": "prevstud", "dbr": "newstud", "other": "othstud"}


def title(flow: Flow, key: str, language: Language) -> str:
    """A title: in the words of the file that the flow came from, or ours."""
    *_, arm = key.split("_")
    return flow.wording.get(_OF_FILES[arm]) or language.say("titles", key)


def tooltip(box: Box, language: Language) -> str:
    """The label, the number and the definition of a box."""
    return f"{language.label(box)}: {language.number(box.n)}. {language.definition(box)}"


def progress(flow: Flow, language: Language) -> str:
    """What nobody has decided on yet, and what was not received whole; "" of a finished flow."""
    pending = [
        ("pending_screening", "to_screen"),
        ("dbr_pending", "to_assess"),
        ("other_pending_screening", "other_to_screen"),
        ("other_pending", "other_to_assess"),
    ]
    if flow.updated:
        pending.append(("previous_pending", "previous"))
    said = [
        language.say("progress", words, **{box.unit: language.counted(box.n, box.unit)})
        for key, words in pending
        if (box := flow[key]).n
    ]
    parts = [language.say("progress", "in_progress", what="; ".join(said))] if said else []
    if flow.unfinished:
        what = "; ".join(flow.unfinished)
        parts.append(language.say("progress", "not_complete", what=what))
    return ". ".join(parts)


def description(flow: Flow, language: Language) -> str:
    """The whole figure in sentences, for those who do not see it."""
    told = _Teller(flow, language)
    sentences = [told.databases(), told.removed(), told.screened(), *told.assessment("dbr")]
    if flow.other_methods:
        sentences += [told.others(), told.others_screened(), *told.assessment("other")]
    sentences += [
        told.studies(one, one)
        for one in ("awaiting", "ongoing")
        if f"{one}_studies" in flow.boxes and flow[f"{one}_reports"].n
    ]
    if flow.updated:
        sentences = [
            told.studies("previous", "previous"),
            *sentences,
            told.studies("new_included", "new"),
            told.studies("total", "total"),
        ]
    else:
        sentences.append(told.studies("included", "new"))
    if "total_studies_ma" in flow.boxes:
        sentences.append(told.studies("pooled", "total", "_ma"))
    said = [f"{sentence}." for sentence in (*sentences, progress(flow, language)) if sentence]
    return " ".join((*said, *admitted(flow, language)))


class _Teller:
    """Tells the parts of a flow, a sentence each, without its full stop."""

    def __init__(self, flow: Flow, language: Language) -> None:
        self._flow, self._language = flow, language

    def _say(self, key: str, **values: str) -> str:
        return self._language.say("description", key, **values)

    def _n(self, key: str) -> str:
        return self._language.number(self._flow[key].n)

    def studies(self, words: str, before: str, behind: str = "") -> str:
        """The studies, and their reports, of the boxes that are called so."""
        units: tuple[Unit, ...] = ("studies", "reports")
        of = {
            unit: self._language.counted(self._flow[f"{before}_{unit}{behind}"].n, unit)
            for unit in units
        }
        return self._say(words, **of)

    def _sources(self, *keys: str) -> str:
        """``4,821 records from databases (Scopus 1,200, Web of Science 3,621); ...``."""
        found = []
        for key in keys:
            box = self._flow[key]
            words = self._say(key, records=self._language.counted(box.n, "records"))
            found.append(f"{words}{self._listed(key, ', ')}")
        return "; ".join(found)

    def _listed(self, key: str, between: str) -> str:
        """The parts of a box in brackets; "" where it has none."""
        parts = [f"{p.label} {self._language.number(p.n)}" for p in self._flow[key].parts]
        return f" ({between.join(parts)})" if parts else ""

    def databases(self) -> str:
        """What databases and registers brought."""
        return self._say(
            "identified", sources=self._sources("database_results", "register_results")
        )

    def others(self) -> str:
        """What other methods brought."""
        kinds = ("website_results", "organisation_results", "citations_results")
        return self._say("identified_other", sources=self._sources(*kinds))

    def removed(self) -> str:
        """What was taken out before screening."""
        what = [
            self._say(key, n=self._n(key))
            for key in ("duplicates", "excluded_automatic", "excluded_other")
            if self._flow[key].n or key == "duplicates"
        ]
        return self._say("removed", what=", ".join(what))

    def _left(self, key: str) -> str:
        return self._say("left", n=self._n(key)) if self._flow[key].n else ""

    def _hands(self, key: str) -> str:
        """How many people excluded, and how many automation tools; "" where none takes part."""
        people, tools = WITHIN[key]
        if people not in self._flow.boxes:
            return ""
        return self._say("hands", people=self._n(people), tools=self._n(tools))

    def screened(self) -> str:
        """What was screened, and what became of it."""
        return self._say(
            "screened",
            n=self._n("records_screened"),
            excluded=self._n("records_excluded") + self._hands("records_excluded"),
            left=self._left("records_left_unread"),
        )

    def others_screened(self) -> str:
        """The same of other methods."""
        return self._say(
            "other_screened",
            duplicates=self._n("other_duplicates"),
            n=self._n("other_screened"),
            excluded=self._n("other_screened_out") + self._hands("other_screened_out"),
            left=self._left("other_left_unread"),
        )

    def assessment(self, arm: Arm) -> tuple[str, str]:
        """What was sought and had, and what was assessed and excluded."""
        before = "other_" if arm == "other" else ""
        return (
            self._say(
                f"{before}sought",
                n=self._n(f"{arm}_sought_reports"),
                missing=self._n(f"{arm}_notretrieved_reports"),
            ),
            self._say(
                f"{before}assessed",
                n=self._n(f"{arm}_assessed"),
                excluded=self._n(f"{arm}_excluded") + self._hands(f"{arm}_excluded"),
                reasons=self._listed(f"{arm}_excluded", "; "),
            ),
        )
