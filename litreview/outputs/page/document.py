"""The shell of every page: one file, no address outside it, nothing allowed that it does not need.

The content-security policy names the one style sheet and the one script by their hashes, so that
text from records cannot bring a style, a script or a request of its own even if an escape failed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files

from litreview.outputs.escape import html

_NARROWEST, _WIDEST = 4, 80


def document(
    title: str, body: str, *scripts: str, data: object = None, language: str = "en"
) -> str:
    """An HTML page. `title` is escaped here; `body` must be safe HTML already.

    scripts: the names of files of this package; data: what they read, None for nothing.
    """
    code = "".join(map(_file, scripts))
    held = "" if data is None else embedded(data)
    return shell(title, body, _style(), code, held, language=language)


def shell(  # noqa: PLR0913 - a page has as many parts as it has
    title: str, body: str, style: str, code: str, data: str = "", *, language: str = "en"
) -> str:
    """A page with a style sheet and a script of its own. data: JSON as `embedded` writes it."""
    held = f'<script type="application/json" id="data">{data}</script>\n' if data else ""
    return (
        f'<!doctype html>\n<html lang="{html(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, code)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{html(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        f"{held}{f'<script>{code}</script>' if code else ''}</body>\n</html>\n"
    )


def embedded(value: object) -> str:
    """`value` as JSON that cannot end the element that it stands in, whatever its texts hold."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _policy(style: str, code: str) -> str:
    scripts = _hash(code) if code else "'none'"
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _style() -> str:
    """The style sheet, with classes for the widths of columns: no style attribute is allowed.

    w: characters on the screen; p: half per cents of a printed page.
    """
    widths = "".join(
        f"col.w{n}{{width:calc({n}ch + 1.1rem)}}\n" for n in range(_NARROWEST, _WIDEST + 1)
    )
    shares = "".join(f"col.p{n}{{width:{n / 2:g}%}}\n" for n in range(1, 201))
    return f"{_file('style.css')}{widths}@media print {{\n{shares}}}\n"


@cache
def _file(name: str) -> str:
    return (files("litreview.outputs.page") / name).read_text("utf-8").replace("\r\n", "\n")
