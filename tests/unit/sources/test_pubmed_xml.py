"""PubMed's XML: each field of an article and of a book, and trees that no schema would take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from litreview.model import Record
from litreview.sources.apis.pubmed import SOURCE
from litreview.sources.source import Page, Reply, Request

FETCH = Request("efetch.fcgi", (("retstart", "0"), ("count", "9")))
JOURNAL = (
    "<Journal><ISSN>0000-0000</ISSN><JournalIssue><Volume>7</Volume><Issue>2-3</Issue>"
    "<PubDate><Year>2019</Year></PubDate></JournalIssue><Title>Journal of Examples (City)</Title>"
    "<ISOAbbreviation>J Ex</ISOAbbreviation></Journal>"
)


def _set(*entries: str) -> bytes:
    return f"<PubmedArticleSet>{''.join(entries)}</PubmedArticleSet>".encode()


def _record(inside: str, beside: str = "", data: str = "") -> Record:
    """The record of an article. inside: of Article; beside: after it; data: of PubmedData."""
    (entry,) = SOURCE.entries(_set(
        "<PubmedArticle><MedlineCitation><PMID Version='1'>12</PMID>"
        f"<Article>{inside}</Article>{beside}</MedlineCitation>"
        f"<PubmedData>{data}</PubmedData></PubmedArticle>"
    ))  # fmt: skip
    assert entry.record is not None
    assert entry.key == entry.record.accession == entry.record.pmid == "12"
    return entry.record


def _extra(record: Record, tag: str) -> list[str]:
    return [text for name, text in record.extra if name == tag]


def test_an_article_has_its_journal() -> None:
    record = _record(
        f"{JOURNAL}<ArticleTitle>On examples.</ArticleTitle><Pagination><StartPage>217</StartPage>"
        "<EndPage>264</EndPage><MedlinePgn>217-64</MedlinePgn></Pagination>"
        "<Language>eng</Language><Language>fre</Language>",
        "<MedlineJournalInfo><Country>Nowhere</Country></MedlineJournalInfo>",
    )
    assert (record.kind, record.title, record.year) == ("article", "On examples.", 2019)
    assert (record.venue, record.isxn) == ("Journal of Examples (City)", "0000-0000")
    assert (record.volume, record.issue, record.pages) == ("7", "2-3", "217-64")
    assert (record.language, record.database) == ("eng; fre", "PubMed")
    assert record.url == "https://pubmed.ncbi.nlm.nih.gov/12/"
    assert _extra(record, "country") == ["Nowhere"]
    assert _extra(record, "abbreviation") == ["J Ex"]


def test_a_structured_abstract_keeps_its_labels_and_markup_leaves_its_letters() -> None:
    record = _record(
        '<ArticleTitle>H<sub>2</sub>O and <i>p</i></ArticleTitle><Abstract>'
        '<AbstractText Label="BACKGROUND">Water is H<sub>2</sub>O.</AbstractText>'
        '<AbstractText Label="UNLABELLED">Then\n  more.</AbstractText>'
        '<AbstractText Label="RESULTS:" NlmCategory="RESULTS">'
        '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi>'
        "<mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math> &lt; 2.</AbstractText>"
        '<AbstractText Label="EMPTY"/><CopyrightInformation>not the abstract'
        "</CopyrightInformation></Abstract>"
    )  # fmt: skip
    assert record.title == "H2O and p"
    assert record.abstract == "BACKGROUND: Water is H2O. Then more. RESULTS: x=1 < 2."


def test_another_abstract_stands_in_only_where_there_is_none() -> None:
    other = (
        "<OtherAbstract Language='fre'><AbstractText>En français.</AbstractText></OtherAbstract>"
    )
    own = "<Abstract><AbstractText>In English.</AbstractText></Abstract>"
    both = _record(own, other)
    assert (both.abstract, _extra(both, "otherabstract")) == ("In English.", ["En français."])
    alone = _record("", other)
    assert (alone.abstract, _extra(alone, "otherabstract")) == ("En français.", [])


def test_authors_are_people_and_groups_in_their_order() -> None:
    record = _record(
        "<AuthorList><Author ValidYN='Y'><LastName>Example</LastName><ForeName>Ada B</ForeName>"
        "<Initials>AB</Initials><Suffix>Jr</Suffix><AffiliationInfo><Affiliation>Somewhere"
        "</Affiliation></AffiliationInfo></Author>"
        "<Author><CollectiveName>The Example Group</CollectiveName></Author>"
        "<Author><LastName>Sample</LastName><Initials>C</Initials></Author>"
        "<Author ValidYN='N'><LastName>Wrong</LastName></Author>"
        "<Author><LastName>Mononym</LastName></Author><Author/></AuthorList>"
    )
    assert record.authors == (
        "Example, Ada B, Jr", "The Example Group", "Sample, C", "Mononym",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("<Year>1998</Year><Month>Dec</Month>", 1998),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", 1998),
        ("<MedlineDate>Winter 2001</MedlineDate>", 2001),
        ("<MedlineDate>undated</MedlineDate>", 2020),
        ("", 2020),
    ],
)
def test_the_year_is_that_in_print_or_else_that_online(date: str, year: int) -> None:
    record = _record(
        f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>"
        "<ArticleDate DateType='Electronic'><Year>2020</Year></ArticleDate>"
    )
    assert record.year == year
    assert bool(_extra(record, "medlinedate")) == ("MedlineDate" in date)


@pytest.mark.parametrize(
    ("places", "ids", "doi"),
    [
        ('<ELocationID EIdType="doi" ValidYN="Y">10.5555/One</ELocationID>', "10.5555/two",
         "10.5555/one"),
        ('<ELocationID EIdType="pii">S1</ELocationID>', "10.5555/two", "10.5555/two"),
        ('<ELocationID EIdType="doi" ValidYN="N">10.5555/one</ELocationID>', "10.5555/two",
         "10.5555/two"),
        ('<ELocationID EIdType="doi">none</ELocationID>', "10.5555/two", "10.5555/two"),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_doi_stands_in_two_places_and_is_none_of_a_reference(
    places: str, ids: str, doi: str | None
) -> None:
    own = f'<ArticleIdList><ArticleId IdType="doi">{ids}</ArticleId></ArticleIdList>'
    cited = '<ArticleIdList><ArticleId IdType="doi">10.5555/cited</ArticleId></ArticleIdList>'
    data = f"{own}<ReferenceList><Reference>{cited}</Reference></ReferenceList>"
    assert _record(places, data=data).doi == doi


def test_the_number_in_pubmed_central_and_the_publishers_are_kept() -> None:
    ids = '<ArticleIdList><ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList>'
    record = _record('<ELocationID EIdType="pii">e0012</ELocationID>', data=ids)
    assert (_extra(record, "pmcid"), _extra(record, "pii")) == (["PMC1"], ["e0012"])


def test_keywords_are_the_authors_and_the_headings_once_each() -> None:
    record = _record(
        "",
        "<KeywordList Owner='NOTNLM'><Keyword>Mentoring</Keyword><Keyword>young <i>people</i>"
        "</Keyword></KeywordList><MeshHeadingList>"
        "<MeshHeading><DescriptorName MajorTopicYN='N'>MENTORING</DescriptorName></MeshHeading>"
        "<MeshHeading><DescriptorName MajorTopicYN='Y'>Youth</DescriptorName></MeshHeading>"
        "<MeshHeading><DescriptorName MajorTopicYN='N'>Employment</DescriptorName>"
        "<QualifierName MajorTopicYN='Y'>economics</QualifierName>"
        "<QualifierName MajorTopicYN='N'>psychology</QualifierName></MeshHeading>"
        "</MeshHeadingList>",
    )
    assert record.keywords == ("Mentoring", "young people", "Youth", "Employment")
    assert _extra(record, "mesh") == [
        "MENTORING", "Youth*", "Employment/economics*", "Employment/psychology",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "vernacular", "shown"),
    [
        ("[On examples].", "Om eksempler.", "[On examples]."),
        ("[Not Available].", "Om eksempler.", "Om eksempler."),
        ("", "Om eksempler.", "Om eksempler."),
        ("[Not Available].", "", "[Not Available]."),
    ],
)
def test_a_title_in_its_own_language_stands_where_there_is_no_other(
    title: str, vernacular: str, shown: str
) -> None:
    record = _record(
        f"<ArticleTitle>{title}</ArticleTitle><VernacularTitle>{vernacular}</VernacularTitle>"
    )
    assert record.title == shown
    assert _extra(record, "vernaculartitle") == ([vernacular] if vernacular else [])


RETRACTED = "<PublicationTypeList><PublicationType>{}</PublicationType></PublicationTypeList>"
NOTICE = (
    '<CommentsCorrectionsList><CommentsCorrections RefType="{}"><RefSource>J Ex. 2020;1</RefSource>'
    "</CommentsCorrections></CommentsCorrectionsList>"
)


@pytest.mark.parametrize(
    ("kind", "notice", "retracted"),
    [
        ("Retracted Publication", "CommentIn", True),
        ("Journal Article", "RetractionIn", True),
        ("Journal Article", "RetractedandRepublishedIn", True),
        ("Retraction of Publication", "RetractionOf", False),
        ("Journal Article", "PartialRetractionIn", False),
        ("Journal Article", "ErratumIn", False),
    ],
)
def test_a_retraction_is_told_and_the_notice_of_one_is_none(
    kind: str, notice: str, retracted: bool
) -> None:
    record = _record(RETRACTED.format(kind), NOTICE.format(notice))
    assert (("retracted", "yes") in record.extra) is retracted
    assert _extra(record, "publicationtype") == [kind]
    if notice != "CommentIn":
        assert _extra(record, notice.lower()) == ["J Ex. 2020;1"]


@pytest.mark.parametrize(
    ("types", "kind"),
    [("Journal Article", "article"), ("Preprint", "preprint"), ("Technical Report", "report"),
     ("Academic Dissertation", "thesis"), ("Dataset", "dataset"), ("Unheard Of", "article")],
)  # fmt: skip
def test_kinds(types: str, kind: str) -> None:
    assert _record(RETRACTED.format(types)).kind == kind


BOOK = (
    "<Book><Publisher><PublisherName>Example Press</PublisherName></Publisher>"
    "<BookTitle>A book of examples</BookTitle><PubDate><Year>2015</Year></PubDate>"
    "<AuthorList Type='editors'><Author><LastName>Editor</LastName><ForeName>E</ForeName></Author>"
    "</AuthorList><CollectionTitle>Examples</CollectionTitle><Isbn>9780000000002</Isbn></Book>"
)


def _book(inside: str) -> Record:
    document = f"<BookDocument><PMID>34</PMID>{inside}</BookDocument>"
    (entry,) = SOURCE.entries(_set(f"<PubmedBookArticle>{document}</PubmedBookArticle>"))
    assert entry.record is not None
    assert entry.key == entry.record.accession == "34"
    return entry.record


def test_a_chapter_is_in_its_book() -> None:
    record = _book(
        '<ArticleIdList><ArticleId IdType="doi">10.5555/ch</ArticleId></ArticleIdList>'
        f"{BOOK}<ArticleTitle>An example</ArticleTitle><Language>eng</Language>"
        "<AuthorList Type='authors'><Author><LastName>Example</LastName><ForeName>Ada</ForeName>"
        "</Author></AuthorList><PublicationType>Review</PublicationType>"
        "<Abstract><AbstractText>Text.</AbstractText></Abstract>"
        "<KeywordList><Keyword>word</Keyword></KeywordList>"
    )
    assert (record.kind, record.title, record.venue) == (
        "chapter", "An example", "A book of examples",
    )  # fmt: skip
    assert (record.authors, _extra(record, "editor")) == (("Example, Ada",), ["Editor, E"])
    assert (record.year, record.doi, record.isxn) == (2015, "10.5555/ch", "9780000000002")
    assert (record.publisher, record.abstract) == ("Example Press", "Text.")
    assert (record.keywords, _extra(record, "publicationtype")) == (("word",), ["Review"])


def test_a_book_is_by_its_authors_in_its_series() -> None:
    authored = BOOK.replace("editors", "authors")
    record = _book(authored)
    assert (record.kind, record.title) == ("book", "A book of examples")
    assert (record.venue, record.authors) == ("Examples", ("Editor, E",))


def test_books_and_articles_stand_in_the_order_of_the_page_and_deletions_are_no_entries() -> None:
    article = "<PubmedArticle><MedlineCitation><PMID>{}</PMID></MedlineCitation></PubmedArticle>"
    book = (
        f"<PubmedBookArticle><BookDocument><PMID>2</PMID>{BOOK}</BookDocument></PubmedBookArticle>"
    )
    deleted = "<DeleteCitation><PMID>9</PMID></DeleteCitation>"
    body = _set(article.format(1), book, deleted, article.format(3))
    assert [entry.key for entry in SOURCE.entries(body)] == ["1", "2", "3"]
    page = SOURCE.read(FETCH, Reply(200, {}, body))
    assert isinstance(page, Page)
    assert page.count == 3


@pytest.mark.parametrize("pmid", ["", "<PMID/>", "<PMID>none</PMID>", "<PMID>0</PMID>"])
def test_an_entry_without_a_number_is_told_with_its_text(pmid: str) -> None:
    article = f"<PubmedArticle><MedlineCitation>{pmid}</MedlineCitation></PubmedArticle>"
    (entry,) = SOURCE.entries(_set(article))
    assert (entry.key, entry.record) == ("", None)
    assert entry.reason == "an entry without a PMID"
    assert entry.raw == etree.tostring(etree.fromstring(article), encoding="unicode")


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"<html>", b"<eSearchResult/>", _set("<PubmedArticle>")[:30]]
)
def test_what_is_no_page_has_no_entries(body: bytes) -> None:
    assert list(SOURCE.entries(body)) == []


_WITHIN = {
    "PubmedArticleSet": ("PubmedArticle", "PubmedBookArticle", "DeleteCitation"),
    "PubmedArticle": ("MedlineCitation", "PubmedData"),
    "PubmedBookArticle": ("BookDocument", "PubmedBookData"),
    "MedlineCitation": ("PMID", "Article", "MeshHeadingList", "KeywordList", "OtherAbstract",
                        "CommentsCorrectionsList", "MedlineJournalInfo"),
    "BookDocument": ("PMID", "Book", "ArticleTitle", "AuthorList", "Abstract", "Language"),
    "Article": ("Journal", "ArticleTitle", "VernacularTitle", "AuthorList", "Abstract",
                "ELocationID", "Pagination", "PublicationTypeList", "ArticleDate"),
    "Book": ("BookTitle", "PubDate", "AuthorList", "Isbn", "Publisher"),
    "Journal": ("ISSN", "JournalIssue", "Title"),
    "JournalIssue": ("Volume", "PubDate"),
    "PubDate": ("Year", "MedlineDate"),
    "AuthorList": ("Author",),
    "Author": ("LastName", "ForeName", "CollectiveName"),
    "Abstract": ("AbstractText",),
    "MeshHeadingList": ("MeshHeading",),
    "MeshHeading": ("DescriptorName", "QualifierName"),
    "KeywordList": ("Keyword",),
    "CommentsCorrectionsList": ("CommentsCorrections",),
    "PubmedData": ("ArticleIdList",),
    "ArticleIdList": ("ArticleId",),
}  # fmt: skip
_USUAL = {"PubmedArticle": "MedlineCitation", "PubmedBookArticle": "BookDocument",
          "MedlineCitation": "PMID", "BookDocument": "PMID"}  # fmt: skip
"""What most of them have: without it there is no record."""
_WILD = ("i", "PMID", "PubmedArticle", "Nothing")
_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
_LIKELY = st.sampled_from(["12", "10.5555/x", "1998", "Retracted Publication"])
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["Label", "EIdType", "IdType", "MajorTopicYN", "RefType", "Type", "ValidYN"]),
    _TEXT | st.sampled_from(["doi", "Y", "N", "RetractionIn"]), max_size=2,
)  # fmt: skip


@st.composite
def _trees(draw: st.DrawFn, tag: str = "PubmedArticleSet", depth: int = 5) -> etree._Element:
    """Elements mostly where they belong, missing or repeated, with any text and attributes."""
    element = etree.Element(tag, draw(_ATTRIBUTES))
    element.text = "12" if tag == "PMID" and draw(st.booleans()) else draw(_LIKELY | _TEXT)
    if tag in _USUAL and depth and draw(st.integers(0, 3)):
        element.append(draw(_trees(_USUAL[tag], depth - 1)))
    inside = st.sampled_from(_WITHIN.get(tag, ()) * 3 + _WILD)
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        element.append(draw(_trees(draw(inside), depth - 1)))
    return element


@given(_trees())
def test_no_tree_raises_and_each_of_its_entries_is_counted(root: etree._Element) -> None:
    body = etree.tostring(root)
    page = SOURCE.read(FETCH, Reply(200, {}, body))
    entries = list(SOURCE.entries(body))
    if isinstance(page, Page):
        assert page.count == len(entries)
    else:
        assert entries == []
    for entry in entries:
        assert (entry.record is None) == (not entry.key)
        assert entry.record is None or entry.record.accession == entry.key
