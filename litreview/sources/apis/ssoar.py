"""SSOAR, the Social Science Open Access Repository of GESIS, over OAI-PMH (a DSpace).

Its address is widely used; nobody has verified what stands here by a call.
"""

from __future__ import annotations

from litreview.sources._oai import Repository, about

SOURCE = Repository(
    about(
        "ssoar",
        "SSOAR",
        "https://www.ssoar.info/OAIHandler/request",
        references=("https://www.ssoar.info/",),
    )
)
