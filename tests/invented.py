"""The review.toml of the invented review that most tests work in.

Imported by its bare name: pytest puts this folder on the path, because of the conftest.py in it.
"""

from __future__ import annotations

from collections.abc import Sequence

_TOML = """\
format = 1

[review]
id = "r1"
title = "An invented review"
question = "Does it float?"
{reviewers}
[[stages]]
name = "titles"
label = "Titles and abstracts"
phase = "screening"
votes = 2

[[stages]]
name = "full"
phase = "eligibility"
reason_required = true

[criteria]
version = "1"

[[criteria.include]]
code = "floats"
label = "It floats"

[[criteria.exclude]]
code = "sinks"
label = "It sinks"

[[criteria.exclude]]
code = "paper"

[[criteria.exclude]]
code = "asleep"
stages = ["full"]

[ranking]
recipe = "none"
"""


def review_toml(reviewers: Sequence[str] = ()) -> str:
    """Titles take two votes, full texts one and a reason; "asleep" is a reason for these only.

    Nothing is ranked: what is unread comes in the order of the files.
    """
    names = ", ".join(f'"{name}"' for name in reviewers)
    return _TOML.format(reviewers=f"reviewers = [{names}]\n" if names else "")
