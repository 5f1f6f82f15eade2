"""PubMed's chain: a result of 142 articles, twenty a page whatever is asked for.

The articles are real, the cut into pages is the corpus's own, and so is the answer to esearch,
which stands there as JSON and as XML.
"""

from __future__ import annotations

import re
from pathlib import Path

from replaying import Answer, Answering, Asked, Chain

_PMID = re.compile(rb"<MedlineCitation[^<>]*>\s*<PMID[^<>]*>(\d+)</PMID>")
_WEBENV = "MCID_6650000000000000000000000"
_GONE = b"<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>"


def chains(corpus: Path) -> list[Chain]:
    """The same eight pages behind both kinds of answer to esearch."""
    folder = corpus / "payloads" / "_derived_pages"
    pages = {
        str(int(path.stem.removeprefix("pubmed_efetch_retstart"))): path.read_bytes()
        for path in sorted(folder.glob("pubmed_efetch_retstart*.xml"))
    }
    keys = frozenset(found.decode() for body in pages.values() for found in _PMID.findall(body))

    def chain(kind: str) -> Chain:
        search = (folder / f"pubmed_esearch_history.{kind}").read_bytes()
        return Chain("pubmed", f"history, esearch in {kind}", lambda: _from(search, pages), keys,
                     142, query="mentoring[tiab]")  # fmt: skip

    return [chain("json"), chain("xml")]


def _from(search: bytes, pages: dict[str, bytes]) -> Answering:
    def answer(asked: Asked) -> Answer:
        if asked.path == "/esearch.fcgi":
            return Answer(search)
        if (asked.get("WebEnv"), asked.get("query_key")) != (_WEBENV, "1"):
            return Answer(_GONE, 400)
        return Answer(pages.get(asked.get("retstart"), _GONE))

    return answer
