"""RePEc over OAI-PMH: a set is a series, such as RePEc:iza:izadps (IZA's discussion papers).

Nobody has verified that its gateway answers: third parties reported in 2026 that it showed a
placeholder page at times, and that its datestamps are not kept, so that ``from`` finds nothing.
"""

from __future__ import annotations

from litreview.sources._oai import Repository, about

SOURCE = Repository(
    about(
        "repec",
        "RePEc",
        "https://oai.repec.org/",
        licence="free to use within the licences of its archives, with RePEc named as the source",
        references=(
            "https://ideas.repec.org/getdata.html",
            "http://fmwww.bc.edu/repec/docs/RePEcDataUse.html",
        ),
        rate=0.5,
        since=False,
        parts=("set",),
        cannot=(
            "It cannot be searched: all that a series holds is brought and judged here.",
            "All of RePEc is not asked for: a series is named (--option set=...), or --most.",
            "It cannot be asked for what is new: an update asks for all and compares.",
            "Its gateway is at times out of order; EconBiz and OpenAlex hold much of it.",
        ),
    )
)
