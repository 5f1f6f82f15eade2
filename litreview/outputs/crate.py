"""The report folder described for a deposit: ro-crate-metadata.json, RO-Crate 1.1.

https://w3id.org/ro/crate/1.1: a flat JSON-LD graph with the descriptor, the root data set, an
entity for every file, and those that these name. Nothing is in it that the review does not say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from litreview import __version__
from litreview.outputs.escape import clean, http_url
from litreview.outputs.evidence import Evidence
from litreview.outputs.words import counted, moment

PATH = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.1"
_CONTEXT = f"{_VERSION}/context"
_SHA256 = "https://w3id.org/ro/terms/workflow-run#sha256"
"""The term is not in the context of 1.1."""
_SPDX = "https://spdx.org/licenses/"
_PROGRAM = "#litreview"
_MADE = "#made"
_TYPES = {
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".mmd": "text/vnd.mermaid",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the folder. size: in bytes; sha256: in hex."""

    path: str
    what: str
    size: int
    sha256: str


def metadata(evidence: Evidence, files: Sequence[Held]) -> bytes:
    """The content of `PATH`. Pure; linear in the files.

    evidence: with a log, since its last event gives the day that the format demands.
    """
    graph = [
        _descriptor(),
        _root(evidence, files),
        *map(_file, files),
        *_people(evidence),
        *_licence(evidence),
        *_made(evidence),
    ]
    context = [_CONTEXT, {"sha256": _SHA256}]
    data = {"@context": context, "@graph": graph}
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _descriptor() -> Entity:
    return {
        "@id": PATH,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _VERSION},
    }


def _root(evidence: Evidence, files: Iterable[Held]) -> Entity:
    plan = evidence.plan
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": clean(plan.title),
        "description": clean(_description(evidence)),
        "datePublished": evidence.as_of[:10],
        "hasPart": [{"@id": file.path} for file in files],
        "mentions": {"@id": _MADE},
    }
    if plan.report.authors:
        root["author"] = [{"@id": _author(at)} for at in range(len(plan.report.authors))]
    if plan.report.licence:
        root["license"] = {"@id": _licence_id(plan.report.licence)}
    return root


def _description(evidence: Evidence) -> str:
    flow = evidence.drawn
    question = " ".join(evidence.plan.question.split())
    return (
        f"{question or 'A systematic review.'} Report of the review"
        f"{f' as of {moment(evidence.as_of)}' if evidence.as_of else ''}: "
        f"{counted(flow.identified, 'record')} identified, "
        f"{counted(len(evidence.included), 'study')} included"
        f"{f', {flow.pending:,} still to be decided on' if flow.pending else ''}."
    )


def _file(file: Held) -> Entity:
    path = PurePosixPath(file.path)
    return {
        "@id": file.path,
        "@type": "File",
        "name": clean(file.what) or path.name,
        "encodingFormat": _TYPES.get(path.suffix, "application/octet-stream"),
        "contentSize": str(file.size),
        "sha256": file.sha256,
    }


def _author(at: int) -> str:
    return f"#author-{at + 1}"


def _people(evidence: Evidence) -> Iterator[Entity]:
    """``Family, Given`` is a person; anything else an organisation."""
    for at, author in enumerate(evidence.plan.report.authors):
        family, comma, given = (clean(part).strip() for part in author.partition(","))
        if comma:
            name = f"{given} {family}"
            yield {
                "@id": _author(at), "@type": "Person",
                "name": name, "familyName": family, "givenName": given,
            }  # fmt: skip
        else:
            yield {"@id": _author(at), "@type": "Organization", "name": family}


def _licence_id(licence: str) -> str:
    return http_url(licence) or f"{_SPDX}{'-'.join(clean(licence).split())}"


def _licence(evidence: Evidence) -> Iterator[Entity]:
    licence = evidence.plan.report.licence
    if licence:
        name = clean(licence)
        yield {"@id": _licence_id(licence), "@type": "CreativeWork", "name": name,
               "description": f"The licence {name}, as the review names it."}  # fmt: skip


def _made(evidence: Evidence) -> Iterator[Entity]:
    """How the folder came about: by this program, from the log."""
    yield {
        "@id": _PROGRAM, "@type": "SoftwareApplication",
        "name": "litreview", "softwareVersion": __version__,
    }  # fmt: skip
    made: Entity = {
        "@id": _MADE,
        "@type": "CreateAction",
        "name": "The report was computed from the log of the review.",
        "instrument": {"@id": _PROGRAM},
        "result": {"@id": "./"},
    }
    if evidence.as_of:
        made["description"] = f"The log up to {moment(evidence.as_of)}."
    yield made
