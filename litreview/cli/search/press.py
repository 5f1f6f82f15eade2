"""`litreview search press`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from litreview.cli import say
from litreview.cli.opening import opened

if TYPE_CHECKING:
    from litreview.review.peering import Peered


@click.command()
@click.argument("strategy")
@say.as_json
@click.pass_obj
def command(folder: Path, strategy: str, as_json: bool) -> None:
    """The peer review of a strategy (PRESS 2015): its form, and what is open in it.

    The form stands beside the string, as search_strings/STRATEGY.press.toml. It is made where there
    is none; later only new findings are added at its end. Exit status 1 while something is open: an
    element that nobody has judged or that must be revised, a finding without an answer, or a string
    that was changed since.
    """
    from litreview.review.peering import peer

    with opened(folder) as review:
        found = peer(review.folder.root, strategy)
    status = say.will_end(1 if found.open else 0)
    if as_json:
        say.out(_plain(found))
    else:
        _show(found)
    raise SystemExit(status)


def _show(found: Peered) -> None:
    words = {"made": "made", "added": "findings were added at its end", "read": "read"}
    for one in found.open:
        say.out_wrapped(one.message, head="open: ")
        say.out_wrapped(one.remedy, head="    to do: ")
    say.note(f"{say.place(found.path)}: {words[found.status]}")
    say.note(f"{say.count(len(found.open), 'point')} open" if found.open else "Nothing is open")


def _plain(found: Peered) -> dict[str, Any]:
    from litreview.query.press import ELEMENTS, Answer, element_of

    answers = found.form.answers
    given = {one.key: one for one in found.form.items}
    return {
        "strategy": found.form.strategy,
        "file": say.place(found.path),
        "status": found.status,
        "elements": [
            {
                "element": element.key,
                "title": element.title,
                "questions": list(element.questions),
                "judgement": answer.judgement,
                "reviewer": answer.reviewer,
                "date": answer.date,
                "comment": answer.comment,
                "findings": [
                    {
                        "code": one.code,
                        "place": one.place,
                        "part": one.part,
                        "message": one.message,
                        "answer": given[one.key].answer if one.key in given else "",
                    }
                    for one in found.items
                    if element_of(one.code) == element.key
                ],
            }
            for element in ELEMENTS
            for answer in [answers.get(element.key, Answer())]
        ],
        "open": [{"code": f.code, "message": f.message, "remedy": f.remedy} for f in found.open],
    }
