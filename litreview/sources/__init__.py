"""Bibliographic sources: one file each in `apis/`; here the walk through their pages.

`source.py` says what a source is, `named.py` which there are; `compile.py` makes its strings of a
query; `http.py` sends; `walk.py` goes from page to page, keeps each, and says whether all came;
`numbering.py` makes records of what was kept.
"""

from litreview.sources.named import SOURCES

__all__ = ["SOURCES"]
