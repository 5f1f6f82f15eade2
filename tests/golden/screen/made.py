"""The screen as pictures: two sizes, each dark, light and without colour.

    python tests/golden/screen/made.py

writes them anew beside this file. Look at each of them before it is committed.
"""

from __future__ import annotations

import asyncio
import os
import runpy
from pathlib import Path

HERE = Path(__file__).parent
SCENE = runpy.run_path(str(HERE.parents[2] / "docs" / "pictures" / "make_screen.py"))
SIZES = ((80, 24), (160, 50))
KINDS = ("dark", "light", "plain")
"""plain: with NO_COLOR."""


async def pictures(kind: str) -> dict[str, str]:
    """File -> SVG of both sizes. NO_COLOR must be set for "plain", and else not."""
    if ("NO_COLOR" in os.environ) != (kind == "plain"):
        raise ValueError(kind)
    light = kind == "light"
    return {
        f"{kind}-{size[0]}x{size[1]}.svg": await SCENE["picture"](size, light=light)
        for size in SIZES
    }


if __name__ == "__main__":
    for kind in KINDS:
        os.environ.pop("NO_COLOR", None)
        if kind == "plain":
            os.environ["NO_COLOR"] = "1"
        for name, svg in asyncio.run(pictures(kind)).items():
            (HERE / name).write_text(svg, "utf-8")
