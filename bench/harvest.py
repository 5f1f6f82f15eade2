"""Measure a harvest from recorded pages: records a second, memory, requests beside reading.

usage: python -m bench.harvest [CORPUS]      (default: ../shared/corpus; absent: nothing is done)

The pages are those of the corpus, again and again, with other identifiers each time, served by
another process. Paging is that of this script; reading, keeping and filing are litreview's own.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from litreview.review import Review
from litreview.review.harvested import records_of
from litreview.review.harvesting import file, job_of
from litreview.sources import SOURCES
from litreview.sources.compile import Compiled
from litreview.sources.harvest import Plan
from litreview.sources.source import OPEN, Access, Fault, Page, Reply, Request, Searchable
from litreview.store.folder import Folder, create
from litreview.store.settings import template

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
RECORDS = 6_000
"""Of each source; ten times as many for the memory of one."""
AIM = 5_000
"""Records a second and core that are fetched, kept and read."""
FLAT = 1.25
"""How much the memory may grow beyond the keys of ten times the pages."""
_KEY_BYTES = 400
DELAY = 0.15


@dataclass(frozen=True)
class Kind:
    """Pages of a source. files: of the corpus; key: an identifier, whose last group is changed.

    entry: where an entry begins; b"": the source's own reading counts them. cut: whether works are
    cut to the fields that litreview asks for: the recorded ones are whole.
    """

    source: str
    files: str
    key: bytes
    entry: bytes = b""
    cut: bool = False

    @property
    def name(self) -> str:
        """How it is told."""
        return f"{self.source}, as asked for" if self.cut else self.source


KINDS = (
    Kind("eric", "_derived_pages/eric_start0[0-8]*.json", rb'("id"\s*:\s*"E[DJ])(\d+)'),
    Kind("openalex", "_derived_pages/openalex_cursor_p[1-4].json", rb"(openalex\.org/W)(\d+)",
         cut=True),
    Kind("openalex", "_derived_pages/openalex_cursor_p[1-4].json", rb"(openalex\.org/W)(\d+)"),
    Kind("pubmed", "_derived_pages/pubmed_efetch_*.xml",
         rb"(<PubmedArticle>\s*<MedlineCitation[^>]*>\s*<PMID[^>]*>)(\d+)", b"<PubmedArticle>"),
    Kind("europepmc", "europepmc/pyeuropepmc__search_cancer_core.json", rb'("id"\s*:\s*")(\d+)'),
    Kind("crossref", "crossref/habanero__test_cursor_max__0[1-3].json", rb'("DOI":")([^"]+)'),
)  # fmt: skip


def renamed(body: bytes, key: re.Pattern[bytes], number: int) -> bytes:
    """A page with other identifiers than on any page before; none is longer than eight digits."""
    inside = count(number * 1_000 + 10_000_000)

    def other(found: re.Match[bytes]) -> bytes:
        new = b"%d" % next(inside)
        return found[1] + (found[2] + b"." + new if b"/" in found[2] else new)

    return key.sub(other, body)


def numbered(kind: Kind, pages: int) -> Searchable:
    """The source as one whose pages are asked for by number, up to the last."""
    real = searchable(kind.source)
    held = copy(real)
    usual = real.ask("mentoring", OPEN)

    def ask(query: str, limits: object) -> Request:
        del query, limits
        return Request("page", (("n", "0"),))

    def read(sent: Request, reply: Reply) -> Page | Fault:
        if kind.entry:
            held_count = reply.body.count(kind.entry)
        else:
            found = real.read(usual, reply)
            if isinstance(found, Fault):
                return found
            held_count = found.count
        number = int(sent.param("n")) + 1
        return Page(held_count, None, sent.having(n=str(number)) if number < pages else None)

    def sign(request: Request, access: Access) -> tuple[Request, dict[str, str]]:
        del access
        return request, {}

    held.ask = ask  # type: ignore[method-assign, assignment]
    held.read = read  # type: ignore[method-assign]
    held.sign = sign  # type: ignore[method-assign]
    return held


def searchable(name: str) -> Searchable:
    found = SOURCES.get(name)
    if not isinstance(found, Searchable):
        raise SystemExit(f"{name} cannot be searched")
    return found


def bodies(corpus: Path, kind: Kind) -> list[bytes]:
    found = [path.read_bytes() for path in sorted((corpus / "payloads").glob(kind.files))]
    return [cut(body) for body in found] if kind.cut else found


def cut(body: bytes) -> bytes:
    """A page of works with the fields that are asked for."""
    page = json.loads(body)
    wanted = searchable("openalex").ask("mentoring", OPEN).param("select").split(",")
    page["results"] = [{k: v for k, v in one.items() if k in wanted} for one in page["results"]]
    return json.dumps(page, separators=(",", ":"), ensure_ascii=False).encode()


def serve(kind: Kind, corpus: Path, delay: float, port: object) -> None:
    """The server, in a process of its own."""
    held, key = bodies(corpus, kind), re.compile(kind.key)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            ready = time.perf_counter() + delay
            number = int(parse_qs(urlsplit(self.path).query)["n"][0])
            body = renamed(held[number % len(held)], key, number)
            time.sleep(max(0.0, ready - time.perf_counter()))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    port.send(server.server_address[1])  # type: ignore[attr-defined]
    server.serve_forever()


@contextmanager
def served(kind: Kind, corpus: Path, delay: float = 0.0) -> Iterator[str]:
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(kind, corpus, delay, theirs), daemon=True
    )
    process.start()
    try:
        yield f"http://127.0.0.1:{mine.recv()}"
    finally:
        process.terminate()
        process.join()


@dataclass(frozen=True)
class Measured:
    """What a harvest cost: records, seconds of wall and processor for each step, megabytes."""

    records: int
    walk: tuple[float, float]
    filed: tuple[float, float]
    again: tuple[float, float]
    megabytes: float


def timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def harvest(kind: Kind, url: str, pages: int) -> Measured:
    """Harvest so many pages into a review of its own, file them, and read them all once more."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "review"
        create(root, template(review="r1", title="Invented", question=""), {})
        with Review(Folder(root), clock=lambda: datetime.now(UTC), who="ann") as review:
            source = numbered(kind, pages)
            job = job_of(
                review, source, Access(url), Compiled(("x",), "", "verbatim"), Plan(("x",)),
                name="bench",
            )  # fmt: skip
            found = []
            walk = timed(lambda: found.append(job.walk()))
            (outcome,) = found
            if not outcome.complete:
                raise SystemExit(f"{kind.source}: {outcome.reason}")
            done = []
            filed = timed(lambda: done.append(file(review, job, outcome)))
            search = done[0].search
            if search.failures:
                raise SystemExit(f"{kind.source}: {search.failures} entries were not read")
            again = timed(lambda: sum(1 for _ in records_of(job.place, search)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(outcome.distinct, walk, filed, again, peak)


def alone(kind: Kind, corpus: Path, pages: int, delay: float = 0.0) -> Measured:
    """The same in a process of its own, whose memory is its own."""
    context = multiprocessing.get_context("spawn")
    with served(kind, corpus, delay) as url, context.Pool(1) as pool:
        return pool.apply(harvest, (kind, url, pages))


def main(corpus: Path) -> int:
    if not corpus.is_dir():
        print(f"no corpus at {corpus}")
        return 0
    missed = 0
    for kind in KINDS:
        missed += speed(kind, corpus)
    return missed + memory(KINDS[0], corpus) + overlap(KINDS[0], corpus)


def a_page(kind: Kind, corpus: Path) -> float:
    """Entries of a page, on average."""
    source, held = searchable(kind.source), bodies(corpus, kind)
    return sum(sum(1 for _ in source.entries(body)) for body in held) / len(held)


def speed(kind: Kind, corpus: Path) -> int:
    pages = max(3, round(RECORDS / a_page(kind, corpus)))
    one = alone(kind, corpus, pages)
    rate = one.records / one.walk[1]
    print(
        f"{kind.name}: {one.records:,} records on {pages} pages; fetched, kept and read "
        f"{rate:,.0f} a second of processor ({one.records / one.walk[0]:,.0f} of wall), filed "
        f"{one.records / one.filed[1]:,.0f}, both {one.records / (one.walk[1] + one.filed[1]):,.0f}"
        f", read from kept pages {one.records / one.again[1]:,.0f}; {one.megabytes:.0f} MB"
    )
    return int(rate < AIM)


def memory(kind: Kind, corpus: Path) -> int:
    pages = round(RECORDS / a_page(kind, corpus))
    few, many = (alone(kind, corpus, n) for n in (pages, 10 * pages))
    keys = (many.records - few.records) * _KEY_BYTES / 1e6
    print(
        f"{kind.source}: {pages} pages {few.megabytes:.0f} MB, {10 * pages} pages "
        f"{many.megabytes:.0f} MB, of which the keys may be {keys:.0f} MB"
    )
    return int(many.megabytes > few.megabytes * FLAT + keys)


def overlap(kind: Kind, corpus: Path) -> int:
    """What of the processor's work is done while the server is waited for, which takes its time."""
    pages = 20
    slow = alone(kind, corpus, pages, DELAY)
    wall, processor = slow.walk
    hidden = (processor + pages * DELAY - wall) / processor
    print(
        f"{kind.name}: {pages} pages with {DELAY * 1e3:.0f} ms of waiting each in {wall:.2f} s, of "
        f"which {processor:.2f} s of processor: {max(0.0, hidden):.0%} of it beside the waiting"
    )
    return int(hidden <= 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
