"""Measure `litreview load` on an invented RIS file: wall and processor time, peak memory.

usage: python -m bench.load [RECORDS [FILE]]      (default: 100,000 records of about 2 kB)

With FILE the records are written there and nothing is measured: for trying other commands.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.process import Cost, litreview, report

RECORDS = 100_000
SEED = 20_260
DUPLICATES = 0.2
AIM = Cost(wall=15.0, processor=15.0, megabytes=400.0)
_SYLLABLES = re.findall("..", "badaeligohajokalumenoparosatevawixayozeurineboduf")


def vocabulary(draw: random.Random, size: int) -> list[str]:
    """`size` invented words of two to five syllables."""
    return ["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 5))) for _ in range(size)]


def invented(records: int, seed: int = SEED) -> Iterator[str]:
    """`records` RIS entries; the same for the same seed. Some are duplicates of earlier ones."""
    draw = random.Random(seed)
    words = vocabulary(draw, 20_000)
    names = [word.capitalize() for word in vocabulary(draw, 5_000)]
    journals = [" ".join(draw.choices(words, k=4)).capitalize() for _ in range(800)]
    earlier: list[str] = []
    for number in range(records):
        if earlier and draw.random() < DUPLICATES:
            yield draw.choice(earlier)
            continue
        entry = _entry(draw, words, names, journals, number)
        if number % 40 == 0:
            earlier.append(entry)
        yield entry


def _entry(
    draw: random.Random, words: list[str], names: list[str], journals: list[str], number: int
) -> str:
    start = draw.randint(1, 900)
    authors = "".join(
        f"AU  - {draw.choice(names)}, {draw.choice(names)}\n" for _ in range(draw.randint(1, 8))
    )
    keywords = "".join(f"KW  - {draw.choice(words)}\n" for _ in range(draw.randint(3, 9)))
    abstract = " ".join(draw.choices(words, k=draw.randint(120, 240)))
    return (
        f"TY  - JOUR\nTI  - {' '.join(draw.choices(words, k=12)).capitalize()}\n{authors}"
        f"PY  - {draw.randint(1980, 2026)}\nJF  - {draw.choice(journals)}\n"
        f"VL  - {draw.randint(1, 90)}\nIS  - {draw.randint(1, 12)}\n"
        f"SP  - {start}\nEP  - {start + draw.randint(1, 30)}\nAB  - {abstract}\n{keywords}"
        f"DO  - 10.1000/invented.{number}\nSN  - 1234-5678\nLA  - English\n"
        f"DB  - Invented Abstracts\nAN  - {number + 1:08d}\n"
        f"AD  - {' '.join(draw.choices(words, k=10))}\nER  - \n\n"
    )


def main(records: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "invented.ris"
        write(file, records)
        review = Path(place) / "review"
        review.mkdir()
        size = file.stat().st_size / 1e6
        print(f"{records:,} records, {size:.0f} MB, {size * 1e3 / records:.1f} kB a record")
        litreview(review, "init")
        missed = report("load", litreview(review, "load", str(file)), AIM)
        report("status, the index being filled", litreview(review, "status"))
        return missed


def write(file: Path, records: int) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(invented(records))


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    if len(sys.argv) > 2:  # noqa: PLR2004 - the second argument
        write(Path(sys.argv[2]), number)
    else:
        sys.exit(main(number))
