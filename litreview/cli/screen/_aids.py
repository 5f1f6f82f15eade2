"""What the screen and the plain prompt are given besides the session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from litreview.screening.session import Session
from litreview.tui.aids import Aids
from litreview.tui.keys import DEFAULT, PRESETS, Keymap, preset, read_keys

if TYPE_CHECKING:
    from litreview.review import Review

KEYS, PLAIN = "LITREVIEW_KEYS", "LITREVIEW_PLAIN"


def aids(review: Review, session: Session) -> Aids:
    """The aids of a sitting. Raises SettingsError, UsageError: keys or words cannot be read."""
    from litreview.review.closing import closing
    from litreview.review.following import Following
    from litreview.review.going import labels_used, places
    from litreview.review.marking import Marking
    from litreview.review.papers import page, paper

    stage, who = session.stage, session.reviewer
    return Aids(
        keymap=keys(os.environ),
        marks=Marking(review, stage, who),
        paper=lambda report: paper(review, report),
        address=lambda report: page(review, report),
        places=lambda text: places(review, session, text),
        labels=lambda: labels_used(review, who),
        news=Following(review, stage, who).news,
        closing=lambda: closing(review, stage),
        opener=opened,
    )


def keys(environment: Mapping[str, str]) -> Keymap:
    """The keys of whoever runs this: a preset or a file named in LITREVIEW_KEYS, else their file.

    Raises UsageError, SettingsError.
    """
    from litreview.review.strings import text_of

    asked = environment.get(KEYS, "").strip()
    if asked in PRESETS:
        return preset(asked)
    path = Path(asked).expanduser() if asked else own_file(environment, sys.platform)
    if path.is_file():
        return read_keys(text_of(path), str(path))
    return preset(asked) if asked else DEFAULT


def own_file(environment: Mapping[str, str], platform: str) -> Path:
    """Where a person's keys stand, by the convention of the platform."""
    home = Path.home()
    if platform == "win32":
        base = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return base / "litreview" / "keys.toml"


def plainly(environment: Mapping[str, str]) -> bool:
    """Whether the environment asks for the plain prompt."""
    asked = environment.get(PLAIN, "").strip().casefold() not in {"", "0", "no", "false"}
    return asked or environment.get("TERM") == "dumb"


def opened(target: str) -> bool:
    """Open an address or a file with what the desktop has for it; False: there is no desktop.

    No shell sees the target, and a program that opens it has nothing of this terminal.
    """
    if sys.platform == "win32":
        os.startfile(target)  # noqa: S606 - an address or a file of fulltext/
        return True
    program = "open" if sys.platform == "darwin" else "xdg-open"
    desktop = sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    found = shutil.which(program)
    if not desktop or found is None or not target.startswith(("https://", "http://", "/")):
        return False
    try:
        subprocess.Popen(  # noqa: S603 - no shell, and an address or an absolute path only
            [found, target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
