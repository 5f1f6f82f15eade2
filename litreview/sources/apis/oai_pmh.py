"""OAI-PMH: any repository that speaks it; its address is the user's to say.

It also reads the kept pages of repositories that a user named, such as ``[sources.swepub]``.
"""

from __future__ import annotations

from litreview.sources._oai import PROTOCOL, Repository, about

SOURCE = Repository(about(PROTOCOL, "OAI-PMH repository", ""))
