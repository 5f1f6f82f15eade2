"""A Chromium without a window, where the machine has one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=3000",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program, or a skip, or a failure where it is required."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    if os.environ.get("LITREVIEW_REQUIRE_BROWSER") == "1":
        pytest.fail("no Chromium on this machine")
    pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="session")
def browse(
    chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Open an address with some flags; what the browser says is returned."""

    def run(address: str, *flags: str) -> subprocess.CompletedProcess[str]:
        profile = f"--user-data-dir={tmp_path_factory.mktemp('profile')}"
        return subprocess.run(
            [chromium, *FLAGS, profile, *flags, address],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )

    return run
