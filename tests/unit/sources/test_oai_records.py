"""The metadata of repositories: Dublin Core, DataCite and MODS as records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oai_like import dublin_core, listed, record

from litreview.model import Record
from litreview.sources._oai_kinds import kind_of
from litreview.sources._oai_records import name_of, year_of
from litreview.sources.named import SOURCES
from litreview.sources.source import OPEN, Page, Reply, Searchable

SOURCE = SOURCES.get("oai-pmh")
assert isinstance(SOURCE, Searchable)
PROSE = "This paper, which nobody wrote, looks at whether mentors help young people find work."
PROSA = "Diese Arbeit, die niemand schrieb, fragt, ob Mentoren jungen Leuten zu Arbeit verhelfen."


def made(metadata: str) -> Record:
    (entry,) = SOURCE.entries(listed([record(1, metadata)], "").body)
    assert entry.record is not None, entry.reason
    return entry.record


def of(**elements: str | list[str]) -> Record:
    return made(dublin_core(**{"title": "T", **elements}))


def test_a_whole_record_of_dublin_core() -> None:
    found = of(
        title="Mentors &amp; work", creator=["Example, Ada, 1950-", "Invented Institute"],
        date="2016-03", description=PROSE, subject=["mentoring; youth", "ddc:330", "mentoring"],
        type=["text", "info:eu-repo/semantics/workingPaper"], language="eng",
        identifier=["https://repository.example.org/1", "urn:isbn:978-3-16-148410-0",
                    "https://repository.example.org/1.pdf", "doi:10.5555/Invented.1"],
        source="Journal of Invented Results, 12(3), 45-67, (2016-03-01)", publisher="Nobody",
        rights="info:eu-repo/semantics/openAccess",
    )  # fmt: skip
    assert found.title == "Mentors & work"
    assert found.authors == ("Example, Ada", "Invented Institute")
    assert (found.kind, found.year, found.language) == ("report", 2016, "eng")
    assert (found.venue, found.volume, found.issue, found.pages) == (
        "Journal of Invented Results", "12", "3", "45-67",
    )  # fmt: skip
    assert found.abstract == PROSE
    assert found.keywords == ("mentoring", "youth")
    assert (found.doi, found.isxn) == ("10.5555/invented.1", "978-3-16-148410-0")
    assert found.url == "https://repository.example.org/1"
    assert (found.database, found.accession) == ("repository.example.org", "oai:example.org:1")
    assert ("fulltext", "https://repository.example.org/1.pdf") in found.extra
    assert ("subject", "ddc:330") in found.extra
    assert ("rights", "info:eu-repo/semantics/openAccess") in found.extra
    assert ("set", "papers") in found.extra


def test_abstracts_of_several_languages_can_all_be_judged() -> None:
    found = of(title=["Mentoren", "Mentors"], description=[PROSA, "begutachtet", PROSE])
    assert found.title == "Mentoren"
    assert found.abstract.splitlines() == [PROSA, PROSE, "Mentors"]
    assert ("description", "begutachtet") in found.extra
    assert ("title", "Mentors") in found.extra


def test_a_further_title_does_not_stand_for_a_missing_abstract() -> None:
    found = of(title=["Mentoren", "Mentors"], description=["n/a", "No description provided."])
    assert not found.abstract


def test_the_only_description_is_the_abstract_however_short() -> None:
    assert of(description="Short.").abstract == "Short."


def test_markup_that_was_escaped_into_a_text_is_taken_out() -> None:
    found = of(description="&lt;p&gt;Mentors &amp;amp; work&lt;/p&gt;")
    assert found.abstract == "Mentors & work"


def test_the_doi_of_the_same_work_counts_and_that_of_another_does_not() -> None:
    same = of(relation="info:eu-repo/semantics/altIdentifier/doi/10.5555/same")
    assert same.doi == "10.5555/same"
    assert of(relation="https://doi.org/10.5555/other").doi is None


def test_a_handle_and_a_series_of_a_swedish_kind() -> None:
    found = of(identifier="hdl:12345/6", relation="Invented Studies, 1234-567X ; 17")
    assert found.url == "https://hdl.handle.net/12345/6"
    assert (found.venue, found.isxn, found.volume) == ("Invented Studies", "1234-567X", "17")


@pytest.mark.parametrize(
    ("source", "parts"),
    [("Review of Nothing, 5(11), 16-25, (2025-11-01)", ("Review of Nothing", "5", "11", "16-25")),
     ("One, Two, Three, 6(3), 120-136", ("One, Two, Three", "6", "3", "120-136")),
     ("Nothing, 133-150, (2026-06-10)", ("Nothing", "", "", "133-150")),
     ("Nothing, 7, S. 1-9", ("Nothing", "7", "", "1-9")),
     ("A congress, 5-7 November 2025", ("A congress, 5-7 November 2025", "", "", "")),
     ("1234-5678", ("", "", "", "")),
     ("https://example.org/x", ("", "", "", ""))],
)  # fmt: skip
def test_what_a_source_says_of_its_place(source: str, parts: tuple[str, ...]) -> None:
    found = of(source=source)
    assert (found.venue, found.volume, found.issue, found.pages) == parts


@pytest.mark.parametrize(
    ("dates", "year"),
    [(["2013-05-06T10:00:00Z", "2014-01-01T00:00:00Z", "2010"], 2010),
     (["2013-05-06T10:00:00Z"], 2013), (["info:eu-repo/date/embargoEnd/2030-01-01", "2011"], 2011),
     (["n.d."], None), (["12/2009"], 2009), (["99999"], None), ([], None)],
)  # fmt: skip
def test_the_year_is_that_of_the_work_and_not_of_its_deposit(
    dates: list[str], year: int | None
) -> None:
    assert year_of(dates) == year


@pytest.mark.parametrize(
    ("types", "kind"),
    [(["info:eu-repo/semantics/article"], "article"), (["Zeitschriftenartikel"], "article"),
     (["http://purl.org/coar/resource_type/c_8042"], "report"), (["Arbeitspapier"], "report"),
     (["Monographie / monograph"], "book"), (["text", "doc-type:bookPart"], "chapter"),
     (["Kapitel i bok, del av antologi"], "chapter"), (["Konferensbidrag"], "conference"),
     (["info:eu-repo/semantics/doctoralThesis"], "thesis"), (["Thèse de doctorat"], "thesis"),
     (["Student thesis"], "thesis"), (["JournalArticle"], "article"), (["Dataset"], "dataset"),
     (["info:eu-repo/semantics/preprint"], "preprint"), (["Software"], "other"), ([], "other"),
     (["https://example.org/book"], "other")],
)  # fmt: skip
def test_words_for_the_kinds_of_works(types: list[str], kind: str) -> None:
    assert kind_of(types) == kind


@pytest.mark.parametrize(
    ("printed", "name"),
    [("Example, Ada, 1950-", "Example, Ada"), ("Example, Ada (1900-1980)", "Example, Ada"),
     ("Ada Example", "Ada Example"), ("Committee of 1950", "Committee of 1950")],
)  # fmt: skip
def test_the_years_of_a_life_are_no_part_of_a_name(printed: str, name: str) -> None:
    assert name_of(printed) == name


_DATACITE = f"""<resource xmlns="http://datacite.org/schema/kernel-4">
<identifier identifierType="DOI">10.5555/Invented.2</identifier>
<creators><creator><creatorName>Ada Example</creatorName><givenName>Ada</givenName>
<familyName>Example</familyName></creator><creator><creatorName>Institute</creatorName></creator>
</creators><titles><title>Mentors</title><title>Mentoren</title></titles>
<publisher>Nobody</publisher><publicationYear>2017</publicationYear>
<subjects><subject>youth</subject></subjects><language>en</language>
<resourceType resourceTypeGeneral="Text">Working paper</resourceType>
<relatedItems><relatedItem relationType="IsPublishedIn"><titles><title>Invented Papers</title>
</titles></relatedItem></relatedItems>
<descriptions><description descriptionType="Abstract">{PROSE}</description></descriptions>
</resource>"""


@pytest.mark.parametrize(
    "metadata",
    [_DATACITE, f'<oai_datacite xmlns="urn:x"><payload>{_DATACITE}</payload></oai_datacite>'],
)
def test_a_record_of_datacite(metadata: str) -> None:
    found = made(metadata)
    assert (found.title, found.year, found.kind) == ("Mentors", 2017, "report")
    assert found.authors == ("Example, Ada", "Institute")
    assert (found.doi, found.venue, found.language) == (
        "10.5555/invented.2",
        "Invented Papers",
        "en",
    )
    assert found.abstract.startswith(PROSE)
    assert found.keywords == ("youth",)


def test_a_record_of_mods() -> None:
    found = made(f"""<mods xmlns="http://www.loc.gov/mods/v3" version="3.7">
    <genre authority="svep">article</genre>
    <titleInfo lang="eng"><title>Mentors</title><subTitle>an invention</subTitle></titleInfo>
    <name type="personal"><namePart type="family">Example</namePart>
    <namePart type="given">Ada</namePart><namePart type="date">1950</namePart>
    <role><roleTerm type="code">aut</roleTerm></role></name>
    <name type="corporate"><namePart>Some University</namePart>
    <role><roleTerm type="code">pbl</roleTerm></role></name>
    <language><languageTerm>eng</languageTerm></language><abstract>{PROSE}</abstract>
    <originInfo><dateIssued>2018</dateIssued><publisher>Nobody</publisher></originInfo>
    <subject><topic>youth</topic><topic>work</topic></subject>
    <identifier type="doi">10.5555/invented.3</identifier>
    <identifier type="uri">https://repository.example.org/3</identifier>
    <location><url>https://repository.example.org/3/FULLTEXT01.pdf</url></location>
    <relatedItem type="host"><titleInfo><title>Journal of Nothing</title></titleInfo>
    <identifier type="issn">1234-5679</identifier><part><detail type="volume"><number>4</number>
    </detail><detail type="issue"><number>2</number></detail><extent><start>10</start>
    <end>20</end></extent></part></relatedItem></mods>""")
    assert (found.title, found.kind, found.year) == ("Mentors: an invention", "article", 2018)
    assert found.authors == ("Example, Ada",)
    assert (found.venue, found.volume, found.issue, found.pages, found.isxn) == (
        "Journal of Nothing", "4", "2", "10-20", "1234-5679",
    )  # fmt: skip
    assert (found.doi, found.url) == ("10.5555/invented.3", "https://repository.example.org/3")
    assert found.keywords == ("youth", "work")
    assert ("fulltext", "https://repository.example.org/3/FULLTEXT01.pdf") in found.extra


# -- whatever comes ------------------------------------------------------------------------------

_NAMES = st.sampled_from(
    ["record", "header", "identifier", "metadata", "dc", "resource", "mods", "modsCollection",
     "titleInfo", "title", "name", "namePart", "role", "roleTerm", "creators", "creator", "date",
     "relatedItem", "part", "detail", "number", "extent", "start", "subject", "topic", "type",
     "description", "descriptions", "source", "relation", "language", "identifiers", "x"]
)  # fmt: skip
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


def _element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def build(name: str, status: str, held: list[str]) -> str:
        return f'<{name} status="{status}" type="{status}">{"".join(held)}</{name}>'

    return st.builds(
        build, _NAMES, st.sampled_from(["", "deleted", "host", "family"]),
        st.lists(inner, max_size=5),
    )  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


_TREES = st.recursive(_TEXTS.map(_escaped), _element, max_leaves=30)


@given(st.lists(_element(_TREES), max_size=4), st.sampled_from(["", "more"]))
def test_whatever_a_list_holds_each_record_is_one_entry(held: list[str], token: str) -> None:
    body = listed(held, token).body.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    page = SOURCE.read(SOURCE.ask("", OPEN), Reply(200, {}, body))
    entries = list(SOURCE.entries(body))
    assert isinstance(page, Page)
    assert page.count == len(entries) == sum(one.startswith("<record ") for one in held)
    for one in entries:
        assert one.record is None or (one.record.accession == one.key != "")
        assert one.record is not None or one.gone or one.reason


@given(st.binary(max_size=200), st.integers(0, 600))
def test_whatever_bytes_come_nothing_is_raised(junk: bytes, at: int) -> None:
    whole = listed([record(1), record(2)], "more", 2).body
    for body in (junk, whole[:at], whole[:at] + junk + whole[at:]):
        page = SOURCE.read(SOURCE.ask("", OPEN), Reply(200, {}, body))
        count = len(list(SOURCE.entries(body)))
        assert not isinstance(page, Page) or page.count == count
