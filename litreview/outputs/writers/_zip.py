"""Office files of the same bytes for the same content: no clock inside."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The date that every office file bears: the first that the ZIP format can hold."""

_STAMPED = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def timeless(package: bytes) -> bytes:
    """The same package with EPOCH as the date of its parts and in its properties."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + _STAMPED, content)
            _add(made, name, content)
    return out.getvalue()


def _add(package: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, EPOCH.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3
    package.writestr(info, content)
