"""What repositories call the kinds of works, in the words of several vocabularies and languages.

info:eu-repo/semantics (OpenAIRE), COAR's resource types by number, DataCite's general types, and
the words that German, French and Swedish repositories print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = {
    "article": (
        "article", "journal article", "research article", "review article", "data paper",
        "contribution to journal", "contribution to periodical", "article in journal",
        "article, review, survey", "peer reviewed article", "letter", "editorial",
        "zeitschriftenartikel", "zeitschriftenaufsatz", "aufsatz", "wissenschaftlicher artikel",
        "artikel", "artikel i tidskrift", "artikel forskningsöversikt", "article de revue",
        "article scientifique", "review", "book review", "rezension", "recension",
    ),
    "book": (
        "book", "monograph", "monographie", "buch", "bok", "livre", "ouvrage", "collection",
        "edited book", "collection (editor)", "sammelwerk", "samlingsverk",
        "samlingsverk (redaktörskap)",
    ),
    "chapter": (
        "book part", "book chapter", "chapter", "chapter in book", "book section", "incollection",
        "sammelwerksbeitrag", "buchkapitel", "beitrag in sammelwerk", "kapitel i bok",
        "kapitel i bok, del av antologi", "chapitre", "chapitre d'ouvrage",
    ),
    "conference": (
        "conference object", "conference paper", "conference item", "conference contribution",
        "conference poster", "conference proceedings", "conference proceeding",
        "conference presentation", "proceedings", "inproceedings", "presentation",
        "konferenzbeitrag", "konferenzband", "konferenzveröffentlichung", "konferensbidrag",
        "proceedings (redaktörskap)", "communication dans un congrès", "acte de congrès",
    ),
    "dataset": (
        "dataset", "data set", "research data", "forschungsdaten", "datensatz", "jeu de données",
        "aggregated dataset", "survey data",
    ),
    "preprint": ("preprint", "pre print", "vorabdruck", "manuscript preprint", "prépublication"),
    "report": (
        "report", "research report", "technical report", "internal report", "policy report",
        "project deliverable", "report part", "working paper", "discussion paper",
        "technical documentation", "research paper", "external research report",
        "forschungsbericht", "arbeitspapier", "diskussionspapier", "bericht", "abschlussbericht",
        "rapport", "rapport de recherche", "document de travail", "delrapport", "arbetsrapport",
    ),
    "thesis": (
        "thesis", "doctoral thesis", "phd thesis", "dissertation", "doctoral dissertation",
        "master thesis", "bachelor thesis", "student thesis", "licentiate thesis", "habilitation",
        "doctoral thesis, monograph", "doctoral thesis, comprehensive summary",
        "licentiate thesis, monograph", "hochschulschrift", "doktorarbeit", "masterarbeit",
        "bachelorarbeit", "diplomarbeit", "doktorsavhandling", "licentiatavhandling",
        "studentuppsats", "thèse", "thèse de doctorat", "mémoire",
    ),
    "webpage": ("website", "web page", "webpage", "webbsida"),
}  # fmt: skip
_KINDS = {re.sub(r"[\W_]+", "", word): kind for kind, words in _WORDS.items() for word in words}
_COAR = {
    "c_6501": "article", "c_2df8fbb1": "article", "c_dcae04bc": "article", "c_3e5a": "article",
    "c_beb9": "article", "c_2f33": "book", "c_3248": "chapter", "c_5794": "conference",
    "c_c94f": "conference", "c_f744": "conference", "c_6670": "conference", "c_46ec": "thesis",
    "c_db06": "thesis", "c_bdcc": "thesis", "c_7a1f": "thesis", "c_93fc": "report",
    "c_18ws": "report", "c_18gh": "report", "c_186u": "report", "c_8042": "report",
    "c_816b": "preprint", "c_ddb1": "dataset", "c_7ad9": "webpage",
}  # fmt: skip
_LEADS = ("info:eu-repo/semantics/", "doc-type:", "status-type:", "info:ulb-repo/semantics/")


def kind_of(types: Iterable[str]) -> str:
    """The kind of the first type that says one; "other": none does."""
    return next((kind for one in types if (kind := _kind(one))), "other")


def _kind(said: str) -> str:
    """The kind that one type says, or "". Of ``A / B`` in two languages either will do."""
    said = said[:200].casefold().strip()
    if "coar/resource_type/" in said:
        return _COAR.get(said.rpartition("/")[2], "")
    for lead in _LEADS:
        said = said.removeprefix(lead)
    parts = (said, *said.split("/")) if "://" not in said else ()
    return next((kind for p in parts if (kind := _KINDS.get(re.sub(r"[\W_]+", "", p)))), "")
