"""DiVA, the repository of some fifty Swedish universities and institutes, over OAI-PMH.

Each of them has an interface of its own as well, below a host of its own: set base_url to it. Its
Dublin Core holds no link to the full text; ``swepub_mods`` does. Nobody has verified this by a
call; swepub_mods has been reported as refused at one university.
"""

from __future__ import annotations

from litreview.sources._oai import Repository, about

SOURCE = Repository(
    about(
        "diva",
        "DiVA",
        "https://www.diva-portal.org/dice/oai",
        references=("https://www.diva-portal.org/",),
    )
)
