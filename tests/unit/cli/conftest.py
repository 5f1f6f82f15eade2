"""An invented review on disk, and somebody at a prompt in it, in this process."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt import Said, status_of

FIRST = """TY  - JOUR
TI  - Mentors for young job seekers
AU  - Example, Ada
AU  - Sample, Bo
PY  - 2015
JO  - Journal of Invented Results
VL  - 4
IS  - 2
SP  - 101
EP  - 120
AB  - An invented trial of mentors.
ER  -
TY  - JOUR
TI  - Coaching in the third sector
AU  - Madeup, Cleo
PY  - 2018
JO  - Journal of Invented Results
ER  -
TY  - JOUR
TI  - Wages without support
AU  - Fiction, Dan
PY  - 2019
JO  - Annals of Nothing
ER  -
"""
SECOND = """TY  - JOUR
TI  - Coaching in the third sector
AU  - Madeup, Cleo
PY  - 2018
JO  - Journal of Invented Results
ER  -
TY  - JOUR
TI  - Mentors for young job seekers
AU  - Example, Ada
AU  - Sample, Bo
PY  - 2015
JO  - Papers of a Conference
ER  -
"""


class Shell:
    """`litreview -C <root> ...`, run here. An escaping exception fails the test."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys

    def __call__(self, *arguments: str, at: Path | None = None) -> Said:
        self.capsys.readouterr()
        status = status_of(["-C", str(at or self.root), *arguments])
        said = self.capsys.readouterr()
        return Said(status, said.out, said.err)

    def ok(self, *arguments: str) -> Said:
        said = self(*arguments)
        assert said.status == 0, said.err
        return said

    def votes(self, votes: int, reviewers: str = "") -> None:
        """Ask for so many votes on titles; reviewers: as TOML, [] for none."""
        path = self.root / "review.toml"
        text = path.read_text("utf-8").replace("votes = 1   ", f"votes = {votes}   ", 1)
        if reviewers:
            text = text.replace('# reviewers = ["ann", "bo"]', f"reviewers = {reviewers}", 1)
        path.write_text(text, "utf-8")

    def log(self, who: str = "reviewer") -> Path:
        (path,) = (self.root / "log").glob(f"{who}.*.jsonl")
        return path

    def files(self) -> dict[str, bytes]:
        """All files but derived ones: what must not be half-written."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and ".litreview" not in path.parts
        }


@pytest.fixture(autouse=True)
def _nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LITREVIEW_REVIEWER", raising=False)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A review without records."""
    shell = Shell(tmp_path / "review", capsys)
    shell.ok("init", "--title", "An invented review")
    return shell


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    (folder / "first.ris").write_text(FIRST, "utf-8")
    (folder / "second.ris").write_text(SECOND, "utf-8")
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, exports: Path) -> Path:
    """Two searches, their duplicates found: five records, four reports, one unsure pair."""
    root = tmp_path_factory.mktemp("made") / "review"
    for arguments in (
        ["init", "--title", "An invented review"],
        ["load", str(exports / "first.ris"), "--name", "first", "--source", "Invented Base"],
        ["load", str(exports / "second.ris"), "--name", "second", "--source", "Other Base"],
        ["dedup", "run"],
    ):
        assert status_of(["-C", str(root), *arguments]) == 0
    return root


@pytest.fixture
def shell(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A copy of the made review to work on."""
    shutil.copytree(made, tmp_path / "review")
    return Shell(tmp_path / "review", capsys)


Decide = Callable[..., Said]


@pytest.fixture
def decide(shell: Shell) -> Decide:
    """decide("first:1=include", reviewer="ann", because="design", stage="full-text")."""

    def call(*decisions: str, reviewer: str = "ann", because: str = "", stage: str = "") -> Said:
        arguments = [word for text in decisions for word in ("--decide", text)]
        more = [
            *(("--because", because) if because else ()),
            *(("--stage", stage) if stage else ()),
        ]
        return shell.ok("screen", "--reviewer", reviewer, *arguments, *more)

    return call


@pytest.fixture
def empty_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Another review, with an id of its own."""
    Shell(tmp_path / "other-review", capsys).ok("init")
    return tmp_path / "other-review"
