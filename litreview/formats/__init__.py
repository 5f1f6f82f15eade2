"""One file per bibliographic format: text <-> Record. Pure."""

from litreview.formats._format import FORMATS, Format, decode, detect

__all__ = ["FORMATS", "Format", "decode", "detect"]
