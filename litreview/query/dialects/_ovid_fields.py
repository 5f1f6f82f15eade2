"""The fields of Ovid's databases, by their codes of two letters."""

from __future__ import annotations

from litreview.query.tree import Field, Scope, scope

FIELDS: dict[str, Field | Scope] = {
    "ti": Field.TITLE, "ot": Field.TITLE, "m_titl": Field.TITLE, "ab": Field.ABSTRACT,
    "kf": Field.KEYWORDS, "kw": Field.KEYWORDS, "id": Field.KEYWORDS,
    "hw": Field.HEADING, "sh": Field.HEADING, "fs": Field.SUBHEADING, "fx": Field.SUBHEADING,
    "au": Field.AUTHOR, "jn": Field.VENUE, "jw": Field.VENUE, "in": Field.AFFILIATION,
    "pt": Field.TYPE, "la": Field.LANGUAGE, "lg": Field.LANGUAGE, "md": Field.METHODOLOGY,
    "nm": Field.SUBSTANCE, "tx": Field.FULLTEXT, "af": Field.ANY,
    "tw": (Field.TITLE, Field.ABSTRACT),
    "mp": (Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.HEADING),
}  # fmt: skip
MULTI = scope(Field.TITLE, Field.ABSTRACT, Field.KEYWORDS, Field.HEADING)
DATES = {"yr": "publication", "dp": "publication", "dt": "created", "ed": "entry", "ep": "entry",
          "ez": "created", "da": "entry", "up": "entry"}  # fmt: skip
_CODES = (
    "ac ad ag ai an as bt cc cf ci cl cm cn co cp cq cr cs ct cy da dc de dj do dp ds dt du ec ed "
    "em ep ez fa fe ga gn go gr gs gw hi hn ib ig im io ip ir is iv ja jc jx kp lk lm lo lu lv mf "
    "mh mm nj nl no nr ns nt nu nw oa od oi oj on os oy pa pb pg ph pi pl pm pn po ps pu px py ra "
    "re rf rl rn ro rs rv rw ry sa sb se sg si sl so sp ss st tc tn tt ui un up ux vo wa ws xm xs "
    "yr za zc"
)
NATIVE = frozenset(_CODES.split())
"""Fields that exist, in some Ovid database, and have no counterpart elsewhere."""
