"""A World Bank and an ECB on the loopback address, which hold the shipped figures. By bare name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from replaying import Answer, Asked, as_json

from litreview.extraction.money.series import CODES, shipped

Values = Mapping[str, Mapping[int, float]]
_HEAD = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"


@dataclass
class Offices:
    """held: code of an indicator -> its figures, to be changed by a test; page: rows of a page.

    vintage: the day that the World Bank names; labelled: what it calls an indicator.
    """

    held: dict[str, dict[str, dict[int, float]]] = field(default_factory=dict)
    page: int = 1000
    vintage: Callable[[int], str] = lambda _: "2026-10-07"
    labelled: Callable[[str], str] = lambda code: code

    def __post_init__(self) -> None:
        self.held = {
            code: {of: dict(held) for of, held in shipped(name).values.items()}
            for name, code in CODES.items()
        }

    def __call__(self, asked: Asked) -> Answer:
        parts = asked.path.strip("/").split("/")
        if parts[0] == "data":
            return self._rates(parts[2].split(".")[1].split("+"))
        return self._rows(parts[1].split(";"), parts[3], asked)

    def _rows(self, wanted: list[str], code: str, asked: Asked) -> Answer:
        held, number = self.held[code], int(asked.get("page", "1"))
        per = min(self.page, int(asked.get("per_page", "50")))
        label = {"id": self.labelled(code), "value": "An indicator"}
        rows = [
            {"indicator": label, "country": {"id": of[:2], "value": of}, "countryiso3code": of,
             "date": str(year), "value": held[of].get(year), "unit": "", "decimal": 1}
            for of in wanted if of in held
            for year in range(max(held[of]) + 1, min(held[of]) - 1, -1)
        ]  # fmt: skip
        head = {
            "page": number, "pages": -(-len(rows) // per), "per_page": str(per),
            "total": len(rows), "sourceid": "2", "lastupdated": self.vintage(number),
        }  # fmt: skip
        return as_json([head, rows[(number - 1) * per : number * per]])

    def _rates(self, wanted: list[str]) -> Answer:
        held = self.held[CODES["exchange"]]
        lines = [
            f"EXR.A.{of}.EUR.SP00.A,A,{of},EUR,SP00,A,{year},{value!r}"
            for of in wanted for year, value in held.get(of, {}).items()
        ]  # fmt: skip
        return Answer("\n".join([_HEAD, *lines]).encode(), headers={"Content-Type": "text/csv"})
