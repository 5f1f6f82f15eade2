"""Words that carry no topic, per language, and the language of a text by them.

The lists are short and written for this project: articles, pronouns, prepositions, auxiliaries,
and in each the words with which abstracts talk about themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_LISTS: Final = {
    "en": """
        a about above after again all also among an and any are as at be because been before being
        below between both but by can could did do does doing down during each either few for from
        further had has have having he her here hers him his how however i if in into is it its
        itself may might more most must my neither no nor not of off on once one only or other our
        out over own per same she should since so some such than that the their them themselves then
        there these they this those through thus to too two under until up upon us use used using
        very via was we were what when where whether which while who whom why will with within
        without would you your
        abstract aim aims article author authors background conclusion conclusions findings
        introduction method methods objective objectives paper purpose result results study studies
        """,
    "da": """
        ad af alle alt anden andet andre at blev blive bliver da de dem den denne der deres det
        dette dig din disse dog du efter eller en end er et for fordi fra før gennem ham han hans
        har havde hende hendes her hos hun hvad hver hvilke hvis hvor hvordan i ikke ind ingen jeg
        jo kan kom kun kunne man mange med meget mellem men mere mig min mod må ned nogle noget nu
        når og også om op os over på samt sig sin sine skal skulle som så til ud under var ved vi
        vil ville være været
        artikel artiklen baggrund formål konklusion metode resultat resultater studie undersøgelse
        undersøgelsen
        """,
    "no": """
        alle andre at av ble bli blir både da de dem den denne der deres det dette disse du eller en
        enn er et etter for fordi fra før gjennom ha hadde han hans har hennes her hos hun hva hver
        hvilke hvis hvor hvordan i ikke ingen inn jeg kan kom kun kunne man mange med mellom men mer
        mot må ned noe noen nå når og også om opp oss over på samt seg sin sine skal skulle slik som
        så til under ut var ved vi vil ville være vært
        artikkel artikkelen bakgrunn formål konklusjon metode resultat resultater studie studien
        """,
    "sv": """
        alla allt andra att av bara blev bli blir både de dem den denna deras dess dessa det detta
        dig din du där efter eller en ett från för före genom ha hade han hans har hennes hon hos
        hur här i icke ingen inom inte ja jag kan kom kunde man med mellan men mer mot mycket måste
        ned nu någon något några när och också om oss på samt sig sin sina ska skall skulle som så
        till under upp ut utan vad var vara varit vid vi vilka vilken vår än är även över
        artikel artikeln bakgrund metod resultat resultaten slutsats studie studien syfte
        """,
    "de": """
        aber alle allem allen aller als also am an auch auf aus bei beim bin bis bzw da damit dann
        das dass dem den denen der deren des die dies diese diesem diesen dieser dieses doch dort du
        durch ein eine einem einen einer eines er es etwa für gegen haben hat hatte hier ich ihr
        ihre ihren im in ins ist jede jeder kann kein keine können man mehr mit nach nicht noch nur
        ob oder ohne sehr sein seine seiner sich sie sind so sowie sowohl über um und uns unter vom
        von vor war waren was weil welche wenn werden wie wir wird wurde wurden zu zum zur zwischen
        artikel beitrag ergebnis ergebnisse hintergrund methode methoden schlussfolgerung studie
        ziel
        """,
    "fr": """
        à afin ai ainsi après au aucun aussi autre autres aux avait avant avec avoir c ce ceci cela
        celle celui ces cet cette ceux chaque chez comme d dans de depuis des dont du elle elles en
        entre est et été être eu eux fait il ils j je l la le les leur leurs lors lui m mais même n
        ne ni nos notre nous on ont ou où par pas pendant peu peut plus plusieurs pour qu quand que
        qui s sa sans se selon ses si son sont sous sur t tous tout toute toutes très un une vers
        vos votre vous y
        article auteur auteurs but conclusion contexte étude études introduction méthode méthodes
        objectif objectifs résultat résultats
        """,
}
STOP_WORDS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(text.split()) for name, text in _LISTS.items()
}
LANGUAGES: Final = tuple(STOP_WORDS)
_TELLING: Final = 3
"""At least so many different stop words tell a language."""
_NAMES: Final = {
    "eng": "en", "english": "en", "dan": "da", "danish": "da", "dansk": "da", "nor": "no",
    "nb": "no", "nn": "no", "nob": "no", "nno": "no", "norwegian": "no", "norsk": "no",
    "swe": "sv", "swedish": "sv", "svenska": "sv", "ger": "de", "deu": "de", "german": "de",
    "deutsch": "de", "fre": "fr", "fra": "fr", "french": "fr", "français": "fr",
}  # fmt: skip


def code_of(name: str) -> str:
    """The ISO 639-1 code of a language as sources name it (``eng``, ``Danish``); "": not ours."""
    first = name.strip().casefold().replace(";", " ").replace("-", " ").split()
    found = _NAMES.get(first[0], first[0]) if first else ""
    return found if found in STOP_WORDS else ""


def language_of(words: Iterable[str]) -> str:
    """The language whose stop words `words` have most of, by different words; "": cannot tell."""
    seen = frozenset(words)
    scores = sorted(((len(seen & held), name) for name, held in STOP_WORDS.items()), reverse=True)
    (best, name), (second, _) = scores[0], scores[1]
    return name if best >= _TELLING and best > second else ""
