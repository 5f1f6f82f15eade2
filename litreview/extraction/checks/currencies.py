"""The currency codes of ISO 4217, with those of before that amounts are converted from."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from litreview.extraction.money.countries import shipped_countries

_CURRENT: Final = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF
XPF YER ZAR ZMW ZWL
"""
_CODES: Final = frozenset(re.findall(r"[A-Z]{3}", _CURRENT))


def is_currency(code: str) -> bool:
    """Whether `code` is one of ISO 4217, in capital letters."""
    return code in _CODES or code in _replaced()


@cache
def _replaced() -> frozenset[str]:
    """Those that another currency has replaced, which money is converted from."""
    return frozenset(code for one in shipped_countries().values() for code in one.moneys)
