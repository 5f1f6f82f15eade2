"""British and American spelling of one word, and compounds that are written closed or open."""

from __future__ import annotations

import re
from collections.abc import Iterator


def listed(words: str) -> tuple[str, ...]:
    """The words of a text, for lists that are read more easily without marks."""
    return tuple(words.split())


_OUR = listed(
    "labour behaviour colour favour neighbour honour humour tumour harbour endeavour rigour "
    "vigour odour savour flavour armour rumour saviour splendour parlour candour clamour "
    "fervour valour"
)
_OUR_ENDINGS = frozenset(
    (
        "",
        *listed(
            "s ed er ers ing ings ist ists ism hood hoods less ful fully able ably ite ites ly"
        ),
    )
)
_ALSO = {(old, ending) for old in ("behaviour", "behavior") for ending in ("al", "ally", "ism")}
_RE = listed("centre theatre metre litre fibre titre calibre sabre spectre lustre sceptre")
_DOUBLED = listed(
    "counsel label model travel cancel signal fuel channel panel tunnel rival level marshal quarrel"
)
_LL = re.compile(rf"({'|'.join(_DOUBLED)})(l?)(ing|ings|ed|er|ers|or|ors)")
_PREFIXES = (
    ("paediatr", "pediatr"), ("orthopaed", "orthoped"), ("anaesth", "anesth"),
    ("anaemi", "anemi"), ("haemorrh", "hemorrh"), ("haemoglobin", "hemoglobin"),
    ("haematolog", "hematolog"), ("haemodial", "hemodial"), ("haemophil", "hemophil"),
    ("foetal", "fetal"), ("foetus", "fetus"), ("oesophag", "esophag"), ("oestrogen", "estrogen"),
    ("gynaecolog", "gynecolog"), ("leukaemi", "leukemi"), ("ischaemi", "ischemi"),
    ("glycaemi", "glycemi"), ("hypoglycaemi", "hypoglycemi"), ("hyperglycaemi", "hyperglycemi"),
    ("diarrhoea", "diarrhea"), ("rhinorrhoea", "rhinorrhea"), ("oedema", "edema"),
    ("faecal", "fecal"), ("faeces", "feces"), ("caesarean", "cesarean"), ("aetiolog", "etiolog"),
    ("septicaemi", "septicemi"), ("bacteraemi", "bacteremi"), ("palaeo", "paleo"),
    ("encyclopaed", "encycloped"), ("manoeuv", "maneuv"), ("sulphon", "sulfon"),
    ("sulphat", "sulfat"), ("sceptic", "skeptic"), ("ageing", "aging"),
    ("judgement", "judgment"), ("artefact", "artifact"),
)  # fmt: skip
_WHOLE = (
    ("programme", "program"), ("programmes", "programs"), ("defence", "defense"),
    ("offence", "offense"), ("offences", "offenses"), ("licence", "license"),
    ("licences", "licenses"), ("enrolment", "enrollment"), ("enrolments", "enrollments"),
    ("enrol", "enroll"), ("fulfilment", "fulfillment"), ("instalment", "installment"),
    ("instalments", "installments"), ("skilful", "skillful"), ("centred", "centered"),
    ("grey", "gray"), ("catalogue", "catalog"), ("catalogues", "catalogs"),
    ("analyse", "analyze"), ("analysed", "analyzed"), ("analysing", "analyzing"),
    ("catalyse", "catalyze"), ("catalysed", "catalyzed"), ("paralysed", "paralyzed"),
)  # fmt: skip
_ISE = re.compile(
    r"(?P<root>[a-z]{3,}i)(?P<s>[sz])(?P<rest>e|ed|es|er|ers|ing|ation|ations|ational|able)"
)
_NEVER_Z = listed(
    "adv advert appr appra brui bru chast circumc comprom compr conc cru dem desp dev disgu "
    "enterpr entrepr exc exerc exorc expert franch improv inc lia likew mala merchand mort otherw "
    "parad pra prec prem prom pract rev superv surpr telev treat clockw incr"
)
"""What stands before -ise where -ize would be wrong: exercise, supervise, promise."""
_NEVER_S = listed("caps downs outs overs res unders")
"""What stands before -ize where -ise would be wrong: capsize, downsize."""
_ISE_STEMS = listed(
    "organ random general util hospital immun institutional marginal social standard stigmat ideal "
    "national normal personal rational real recogn special special stabil steril summar symbol "
    "vaccin victim visual western author categor central character civil colon computer conceptual "
    "criminal crystal custom digital empath final formal global harmon individual industrial "
    "internal local legal liberal material maxim minim mobil monet neutral operational penal polar "
    "politic popular prior privat public radical regional revital sensit serial sexual subsid "
    "sympath synthes theor traumat trivial urban casual commercial democrat economic emphas "
    "decentral reorgan commod contextual medical monopol moral memor galvan hypothes"
)
_ISE_OF_STEM = {f"{stem}is": f"{stem}iz" for stem in _ISE_STEMS}
_CLOSED = {
    "jobseeker": "job seeker", "caseworker": "case worker", "casework": "case work",
    "coworker": "co worker", "wellbeing": "well being", "healthcare": "health care",
    "childcare": "child care", "daycare": "day care", "homecare": "home care",
    "aftercare": "after care", "followup": "follow up", "dropout": "drop out",
    "waitlist": "wait list", "posttest": "post test", "pretest": "pre test",
    "preschool": "pre school", "nonprofit": "non profit", "quasiexperiment": "quasi experiment",
    "nonrandom": "non random", "reemploy": "re employ", "multicentre": "multi centre",
    "multicenter": "multi center", "microcredit": "micro credit", "microfinance": "micro finance",
    "caregiver": "care giver", "preemploy": "pre employ", "nontreatment": "non treatment",
}  # fmt: skip
_ONLY_OPENED = {
    "metaanalys": "meta analys", "schoolleaver": "school leaver", "selfemploy": "self employ",
    "longterm": "long term", "fulltime": "full time", "parttime": "part time",
}  # fmt: skip
"""Written closed by few: worth a look where only that is looked for."""
_OPENED = _CLOSED | _ONLY_OPENED
_OPEN = {opened: closed for closed, opened in _CLOSED.items()} | {
    "co operat": "cooperat", "co ordinat": "coordinat",
}  # fmt: skip
_NO_COMPOUND_BEHIND = listed("of at in to from by for the a an and or not with")
"""In ``out of home care`` the last two words are no compound."""
_SHORTEST = min(map(len, _OPENED))
_LONGEST = max(map(len, (*_OPENED, *_OPEN)))
MOST_WORDS = 20
"""Words of a phrase that variants are looked for in. None of people has more, and each variant is
as long as the phrase."""


def spellings(word: str) -> frozenset[str]:
    """The other spellings of `word` (small letters; a ``*`` may end it); empty: there is none."""
    stem = word.removesuffix("*")
    if not stem.isalpha() or len(stem) < len("grey"):
        return frozenset()
    ending = word[len(stem) :]
    found = _of_stem(stem) if ending else ()
    return frozenset(other + ending for other in (*found, *_of_word(stem)) if other != stem)


_WHOLE_TWINS = {one: other for pair in _WHOLE for one, other in (pair, pair[::-1])}
_STARTS: dict[str, list[tuple[str, str, bool]]] = {}
"""By their first letters: a beginning, its other spelling, and whether any ending may follow."""
_KEY = 4
for _one, _other in _PREFIXES:
    for _old, _new in ((_one, _other), (_other, _one)):
        _STARTS.setdefault(_old[:_KEY], []).append((_old, _new, True))
for _one in _OUR:
    _other = _one.replace("our", "or")
    for _old, _new in ((_one, _other), (_other, _one)):
        _STARTS.setdefault(_old[:_KEY], []).append((_old, _new, False))


def _of_word(word: str) -> Iterator[str]:
    if word in _WHOLE_TWINS:
        yield _WHOLE_TWINS[word]
    for old, new, any_ending in _STARTS.get(word[:_KEY], ()):
        ending = word[len(old) :]
        if word.startswith(old) and (
            any_ending or ending in _OUR_ENDINGS or (old, ending) in _ALSO
        ):
            yield new + ending
    yield from _with_re(word)
    doubled = _LL.fullmatch(word)
    if doubled:
        yield doubled[1] + ("" if doubled[2] else "l") + doubled[3]
    yield from _with_ise(word)


def _with_re(word: str) -> Iterator[str]:
    plural = "s" if word.endswith("s") else ""
    single = word.removesuffix("s")
    if single in _RE:
        yield f"{single[:-2]}er{plural}"
    elif f"{single[:-2]}re" in _RE and single.endswith("er"):
        yield f"{single[:-2]}re{plural}"


def _with_ise(word: str) -> Iterator[str]:
    match = _ISE.fullmatch(word)
    if match is None:
        return
    root = match["root"][:-1]
    if root in (_NEVER_Z if match["s"] == "s" else _NEVER_S):
        return
    yield f"{match['root']}{'z' if match['s'] == 's' else 's'}{match['rest']}"


def _of_stem(stem: str) -> Iterator[str]:
    """Of a stem that is cut off before its ending: ``organis*``."""
    if stem in _ISE_OF_STEM:
        yield _ISE_OF_STEM[stem]
    elif stem.endswith("iz") and f"{stem[:-1]}s" in _ISE_OF_STEM:
        yield f"{stem[:-1]}s"
    elif stem.endswith(("isation", "ization")):
        yield from _with_ise(stem)


_FIRST_OPENED = frozenset(opened.partition(" ")[0] for opened in _OPEN)
_FIRST_CLOSED = frozenset(closed[:3] for closed in _OPENED)


def compounds(text: str) -> frozenset[str]:
    """`text` with a compound written open instead of closed, or the other way round.

    Of more than `MOST_WORDS` words none is looked for.
    """
    found: set[str] = set()
    words = text.split(" ", MOST_WORDS)
    if len(words) > MOST_WORDS:
        return frozenset()
    for at, word in enumerate(words):
        before, after = words[:at], words[at + 1 :]
        if word[:3] in _FIRST_CLOSED:
            found.update(" ".join((*before, one, *after)) for one in _opened(word))
        if after and word in _FIRST_OPENED and not (at and words[at - 1] in _NO_COMPOUND_BEHIND):
            pair = f"{word} {after[0]}"
            found.update(" ".join((*before, one, *after[1:])) for one in _closed(pair))
    return frozenset(found)


def _opened(word: str) -> Iterator[str]:
    for length in range(_SHORTEST, min(len(word), _LONGEST) + 1):
        opened = _OPENED.get(word[:length])
        if opened:
            yield opened + word[length:]


def _closed(pair: str) -> Iterator[str]:
    for length in range(_SHORTEST, min(len(pair), _LONGEST) + 1):
        closed = _OPEN.get(pair[:length])
        if closed:
            yield closed + pair[length:]
