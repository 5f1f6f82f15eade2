"""Unpaywall: where a work with a DOI can be read without paying. One request a DOI, no search.

It wants the e-mail address of who asks, and refuses addresses that are nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from litreview.model import parse_doi
from litreview.sources import _json
from litreview.sources.source import About, Access, Copy, Fault, Locating, Reply, Request

_UNKNOWN, _REFUSED = 404, 422
_VERSIONS = {
    "publishedVersion": "published", "acceptedVersion": "accepted",
    "submittedVersion": "submitted",
}  # fmt: skip


class _Unpaywall(Locating):
    about = About(
        name="unpaywall",
        title="Unpaywall",
        base_url="https://api.unpaywall.org/v2",
        licence="open data; the copies have licences of their own",
        references=("https://unpaywall.org/products/api",),
        checked="2026-11-24",
        email="required",
        rate=2.0,
        page=1,
        abstracts=False,
        keywords=False,
        cannot=(
            "It knows works by their DOI only, and cannot be searched.",
            "Many copies are pages that lead to a file, and some publishers refuse programs there.",
            "It allows 100,000 requests a day and states no rate; two a second are sent.",
        ),
    )

    def sign(self, request: Request, access: Access) -> tuple[Request, Mapping[str, str]]:
        return request.having(email=access.email), {}

    def answers(self, reply: Reply) -> bool:
        """A DOI that it does not know has no copy there. HTML comes from some other server."""
        found = _json.as_object(reply.body) if reply.status == _UNKNOWN else None
        return isinstance(found, dict)

    def fault(self, reply: Reply) -> Fault | None:
        found = _json.as_object(reply.body) if reply.status == _REFUSED else None
        if not isinstance(found, dict):
            return None
        said = _json.text(found.get("message"))[:200] or "without a word"
        return Fault(
            "permanent", f"it refuses the request ({said})",
            "set LITREVIEW_UNPAYWALL_EMAIL or LITREVIEW_EMAIL to your own address",
            status=_REFUSED,
        )  # fmt: skip

    def locate(self, doi: str, pmid: str) -> Request | None:
        del pmid
        found = parse_doi(doi)
        return Request(quote(found, safe="/:;()")) if found else None

    def copies(self, reply: Reply) -> tuple[Copy, ...] | Fault:
        if reply.status == _UNKNOWN:
            return ()
        found = _json.as_object(reply.body)
        if isinstance(found, Fault):
            return found
        if "oa_locations" not in found and "best_oa_location" not in found:
            return Fault("malformed", "its answer tells of no places")
        best = _json.table(found.get("best_oa_location"))
        copies: dict[str, Copy] = {}
        for place in (best, *_json.tables(found.get("oa_locations"))):
            for copy in _copies(place):
                copies.setdefault(copy.url, copy)
        return tuple(copies.values())


def _copies(place: Mapping[str, object]) -> Iterator[Copy]:
    """What a place offers: its PDF, and the page that leads to it."""
    licence = _json.text(place.get("license"))
    version = _VERSIONS.get(_json.text(place.get("version")), "")
    for name in ("url_for_pdf", "url_for_landing_page", "url"):
        url = _json.text(place.get(name))
        if url.lower().startswith(("http://", "https://")):
            yield Copy(url, "pdf" if name == "url_for_pdf" else "page", licence, version)


SOURCE = _Unpaywall()
