"""Record the first contact: nine raw exports, from an empty folder to the first decision.

    python docs/pictures/record_first_contact.py

runs the commands in a real terminal (a pseudo-terminal of 100 columns) and writes what they print
to ``first-contact.txt`` and, as a picture, ``first-contact.svg``, beside this file. The exports are
those of the test corpus (LITREVIEW_CORPUS); only bibliographic facts of them are shown.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import resource
import shlex
import struct
import sys
import tempfile
import termios
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
CORPUS = Path(os.environ.get("LITREVIEW_CORPUS", HERE.parents[2] / "shared" / "corpus"))
EXPORTS = CORPUS / "exports" / "youth_homelessness_raw"
COLUMNS, LINES = 100, 60
COMMANDS = (
    'litreview init --title "Youth homelessness"',
    "litreview load exports/*.ris exports/*.RIS",
    "litreview dedup run",
    "litreview status",
    "litreview screen --decide {first}=exclude --because design --reviewer ann",
    "litreview prisma",
)
FONT = "font-family: Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


def main() -> None:
    """Run, and write the two files."""
    with tempfile.TemporaryDirectory() as place:
        folder = str(Path(place) / "my-review")
        Path(folder).mkdir()
        (Path(folder) / "exports").symlink_to(EXPORTS)
        parts = []
        for line in COMMANDS:
            command = line.format(first=_first(folder)) if "{first}" in line else line
            parts.append((command, _run(command, folder)))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    note = f"# machine time of all commands together: {used.ru_utime + used.ru_stime:.1f} s"
    shown = "\n".join(f"$ {command}\n{output}" for command, output in parts)
    (HERE / "first-contact.txt").write_text(f"{_plain(shown)}\n{note}\n", encoding="utf-8")
    (HERE / "first-contact.svg").write_text(_picture(parts, note), encoding="utf-8")


def _first(folder: str) -> str:
    """The report that the screen would show first."""
    found = re.search(r"--decide (\S+)=include", _run("litreview screen", folder, tty=False))
    if found is None:
        sys.exit("`litreview screen` names no report to decide on")
    return found.group(1)


def _run(command: str, folder: str, *, tty: bool = True) -> str:
    """What `command` prints in a terminal (or, without, into a pipe), its errors included."""
    parent, child = pty.openpty() if tty else os.pipe()
    if tty:
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    process = os.fork()
    if process == 0:
        os.chdir(folder)
        for stream in (1, 2):
            os.dup2(child, stream)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        os.execvpe(
            "sh", ["sh", "-c", command], os.environ | {"PATH": path, "TERM": "xterm-256color"}
        )
    os.close(child)
    pieces = []
    while piece := _read(parent):
        pieces.append(piece)
    _, status = os.waitpid(process, 0)
    output = b"".join(pieces).decode().replace("\r\n", "\n")
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{command} failed:\n{output}")
    return output.strip("\n") + "\n"


def _read(stream: int) -> bytes:
    try:
        return os.read(stream, 1 << 16)
    except OSError:  # the other end of a pseudo-terminal was closed
        return b""


def _plain(text: str) -> str:
    lines = (line.rstrip() for line in Text.from_ansi(text).plain.splitlines())
    return "\n".join(lines)


def _picture(parts: list[tuple[str, str]], note: str) -> str:
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for command, output in parts:
        words = shlex.split(command)
        console.print(
            Text("$ ", "bold green") + Text(words[0], "bold") + Text(command[len(words[0]) :])
        )
        console.print(Text.from_ansi(output))
    console.print(Text(note, "dim"))
    drawn = console.export_svg(title="litreview")
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    return re.sub(r"font-family: [^;]*", FONT, drawn)


if __name__ == "__main__":
    main()
