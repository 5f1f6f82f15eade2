"""The natural order of record ids: by search, then by number."""

from __future__ import annotations


def natural(id_: str) -> tuple[str, int, str]:
    """A sort key: ``s:2`` before ``s:10``; an id without a number stands before its namesakes.

    The number is compared as an integer by its length and then its digits, so that no id,
    however long, is refused.
    """
    search, colon, number = id_.rpartition(":")
    if colon and number.isascii() and number.isdigit():
        digits = number.lstrip("0")
        return (search, len(digits) + 1, f"{digits} {id_}")
    return (id_, 0, id_)
