"""Invented answers of a repository that speaks OAI-PMH.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from replaying import Answer, Answering, Asked

_DC = (
    'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def answer(content: str, status: int = 200, **headers: str) -> Answer:
    """An answer of the protocol around `content`."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        "<responseDate>2026-01-01T00:00:00Z</responseDate>"
        '<request verb="ListRecords" metadataPrefix="oai_dc">https://repository.example.org/oai'
        f"</request>{content}</OAI-PMH>"
    )
    return Answer(body.encode(), status, {name.replace("_", "-"): v for name, v in headers.items()})


def error(code: str, said: str = "", status: int = 200) -> Answer:
    """An error of the protocol."""
    return answer(f'<error code="{code}">{escape(said)}</error>', status)


def record(number: int, metadata: str = "", *, deleted: bool = False) -> str:
    """A record. metadata: in the place of a usual one."""
    status = ' status="deleted"' if deleted else ""
    header = (
        f"<header{status}><identifier>oai:example.org:{number}</identifier>"
        "<datestamp>2026-01-01</datestamp><setSpec>papers</setSpec></header>"
    )
    held = metadata or dublin_core(
        title=f"An invented paper, number {number}", creator="Example, Ada", date="2015",
        identifier=f"https://doi.org/10.5555/invented.{number}",
    )  # fmt: skip
    return f"<record>{header}{'' if deleted else f'<metadata>{held}</metadata>'}</record>"


def dublin_core(**elements: str | Sequence[str]) -> str:
    """Metadata in Dublin Core; an element may come often."""
    said = "".join(
        f"<dc:{name}>{escape(text)}</dc:{name}>"
        for name, texts in elements.items()
        for text in ((texts,) if isinstance(texts, str) else texts)
    )
    return f"<oai_dc:dc {_DC}>{said}</oai_dc:dc>"


def listed(records: Sequence[str], token: str | None = None, size: int | None = None) -> Answer:
    """A list. token: None: no element for it; "": one that says that the list ends here."""
    stated = f' completeListSize="{size}"' if size is not None else ""
    end = "" if token is None else f"<resumptionToken{stated}>{token}</resumptionToken>"
    return answer(f"<ListRecords>{''.join(records)}{end}</ListRecords>")


def pages_of(records: Sequence[str], per: int = 2, size: int | None = -1) -> Answering:
    """A server of a list. size: as it is stated on every page; -1: as it is; None: not at all."""
    size = len(records) if size == -1 else size

    def serve(asked: Asked) -> Answer:
        token = asked.get("resumptionToken")
        start = int(token.removeprefix("t")) if token else 0
        then = f"t{start + per}" if start + per < len(records) else ""
        return listed(records[start : start + per], then, size)

    return serve
