"""One file per bibliographic format: text <-> Record. Pure."""

from litreview.formats._encoding import decode, guess
from litreview.formats._format import FORMATS, Format, detect, refusal

__all__ = ["FORMATS", "Format", "decode", "detect", "guess", "refusal"]
