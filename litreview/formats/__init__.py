"""One file per bibliographic format: text <-> Record. Pure."""

from litreview.formats._encoding import decode, guess
from litreview.formats._format import FORMATS, Format, detect, refusal
from litreview.formats._spreadsheet import guarded, is_number, unguarded

__all__ = [
    "FORMATS",
    "Format",
    "decode",
    "detect",
    "guarded",
    "guess",
    "is_number",
    "refusal",
    "unguarded",
]
