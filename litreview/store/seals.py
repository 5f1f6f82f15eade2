"""Seals: the small file that says how far a log goes, and reading logs whole to check one."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from litreview.errors import UsageError
from litreview.events import Entry
from litreview.screening.blindness import Chain
from litreview.store.disk import guarded
from litreview.store.lines import Torn, read, valid_log

FORMAT = 1
_KIND = "litreview-seal"
_LARGEST = 65_536
"""Bytes; a seal has some four hundred."""

_Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Time = Annotated[str, msgspec.Meta(pattern=r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z\Z")]
_Lines = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]
_Name = Annotated[str, msgspec.Meta(max_length=200)]


class Seal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person hands over instead of their log: how far it goes, and nothing that it says.

    head: the hash of line number `lines`, the sealed one, which stands for all before it.
    """

    kind: Literal["litreview-seal"] = "litreview-seal"
    format: Annotated[int, msgspec.Meta(ge=1)] = FORMAT
    review: _Name
    who: _Name
    log: _Name
    lines: _Lines
    head: _Hash
    sealed_at: _Time


_decoder = msgspec.json.Decoder(Seal)


def write(seal: Seal) -> bytes:
    """The content of its file."""
    return msgspec.json.format(msgspec.json.encode(seal), indent=2) + b"\n"


def load(path: Path) -> Seal:
    """The seal in the file at `path`; ``-``: on standard input. Raises UsageError: it is none."""
    content = sys.stdin.buffer.read(_LARGEST + 1) if str(path) == "-" else _content(path)
    where = "standard input" if str(path) == "-" else str(path)
    if len(content) > _LARGEST:
        raise _no_seal("it is too large", where)
    try:
        seal = _decoder.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _no_seal(_plainly(content), where) from error
    if seal.format > FORMAT:
        raise UsageError(
            f"this seal has format {seal.format}; this litreview knows {FORMAT}",
            where=where,
            remedy="install the newest litreview",
        )
    if not valid_log(seal.log, seal.who):
        raise _no_seal(f"{seal.log[:80]!r} is not the name of a log of {seal.who[:40]!r}", where)
    return seal


def _plainly(content: bytes) -> str:
    """Why `content`, which could not be read as a seal, is none."""
    try:
        held = msgspec.json.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "it is no JSON"
    if not isinstance(held, dict):
        return "it has no fields"
    if held.get("kind", _KIND) != _KIND:
        return "it calls itself something else"
    fields = {field.name: field for field in msgspec.structs.fields(Seal)}
    if lacking := [name for name, one in fields.items() if one.required and name not in held]:
        return f"it lacks {', '.join(lacking)}"
    if held.keys() - fields.keys():
        return "it has a field that no seal has"
    wrong = (name for name, one in fields.items() if not _fits(held.get(name, one.default), one))
    found = next(wrong, None)
    return f"its field {found} holds what no seal holds there" if found else "it is damaged"


def _fits(value: object, field: msgspec.structs.FieldInfo) -> bool:
    try:
        msgspec.convert(value, field.type)
    except msgspec.ValidationError:
        return False
    return True


def _content(path: Path) -> bytes:
    with guarded(path):
        if not path.exists():
            raise UsageError(
                "there is no such file", where=str(path), remedy="name the file with the seal"
            )
        if stat.S_ISDIR(path.stat().st_mode):
            raise UsageError("this is a folder", where=str(path), remedy="name a file in it")
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)


def _no_seal(why: str, where: str) -> UsageError:
    return UsageError(
        f"this is not a seal ({why[:200]})",
        where=where,
        remedy="ask your colleague for the file that `litreview log seal` wrote for them",
    )


def chains(files: Iterable[Path]) -> tuple[Chain, ...]:
    """The log files, each read whole; a torn last line is left out, as is a file without lines.

    Raises LogDamaged, NewerVersion, StorageError.
    """
    return tuple(found for path in files if (found := chain(path)) is not None)


def chain(path: Path) -> Chain | None:
    """One log file; None: it holds no whole line."""
    held = entries(path)
    return Chain(held[-1].log, held[-1].who, held) if held else None


def entries(path: Path) -> tuple[Entry, ...]:
    """The lines of a log file, all of them; none where there is no file."""
    if not path.exists():
        return ()
    return tuple(one[0] for one in read(path) if not isinstance(one, Torn))
