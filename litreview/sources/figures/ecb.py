"""European Central Bank, Data Portal: yearly means of the euro's reference rates.

They are taken rather than the World Bank's PA.NUS.FCRF, whose figures of euro countries are in the
money of before, up to the year of the euro, and in euros after it.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from typing import Final

from litreview.sources.faults import malformed
from litreview.sources.figures.office import Office, Part
from litreview.sources.source import About, Fault, Reply, Request

_SERIES: Final = {
    "FREQ": "A", "CURRENCY_DENOM": "EUR", "EXR_TYPE": "SP00", "EXR_SUFFIX": "A",
}  # fmt: skip
_NEEDED: Final = ("CURRENCY", "TIME_PERIOD", "OBS_VALUE")


class _Ecb(Office):
    about = About(
        name="ecb",
        title="European Central Bank",
        base_url="https://data-api.ecb.europa.eu/service",
        licence="free reuse with the source named (ECB)",
        references=("https://data.ecb.europa.eu/help/api/data",),
        checked="2026-11-25",
        rate=2.0,
    )
    codes: Mapping[str, str] = {"exchange": "EXR.A.EUR.SP00.A"}

    def ask(self, name: str, of: Sequence[str]) -> Request:
        del name  # there is one
        wanted = "+".join(code for code in of if code != "EUR")
        return Request(f"data/EXR/A.{wanted}.EUR.SP00.A", (("format", "csvdata"),))

    def read(self, sent: Request, reply: Reply) -> Part | Fault:
        del sent
        try:
            lines = reply.body.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            return malformed("it sent no text where a table was asked for")
        rows = csv.DictReader(lines)
        if not {*_SERIES, *_NEEDED} <= set(rows.fieldnames or ()):
            return malformed("it sent no table of rates")
        values: dict[str, dict[int, float]] = {}
        for row in rows:
            if any(row[key] != held for key, held in _SERIES.items()):
                what = f"it sent rates of {row.get('KEY') or 'another series'!r}"
                return Fault("permanent", f"{what} where yearly means of the euro were asked for")
            if not row["OBS_VALUE"]:
                continue
            try:
                year, value = int(row["TIME_PERIOD"]), float(row["OBS_VALUE"])
            except (TypeError, ValueError):
                return malformed(f"a rate of {row['CURRENCY']} is no number")
            if not math.isfinite(value):
                return malformed(f"the rate of {row['CURRENCY']} {year} is no number")
            values.setdefault(row["CURRENCY"], {})[year] = value
        return Part(values, "") if values else malformed("it sent a table without rates")


ECB: Final = _Ecb()
