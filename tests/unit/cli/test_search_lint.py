"""`search lint` and `search translate`: what is printed where, and the exit status."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt import Said, status_of

from litreview.cli.search._places import Text
from litreview.query.tree import Span

Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`litreview ...` in a folder without a review; `given` is standard input."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, given: bytes = b"") -> Said:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        status = status_of(list(arguments))
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return call


def lint(run: Run, text: str, *more: str, syntax: str = "ovid") -> Said:
    return run("search", "lint", "-", "--syntax", syntax, *more, given=text.encode())


def test_a_finding_is_a_place_the_source_a_caret_and_what_to_do(run: Run) -> None:
    said = lint(run, "1. Mentoring/\n2. (youth and propensityscore*).ti.\n3. 1 and 2")
    assert said.status == 1
    assert said.out.splitlines()[:4] == [
        "-:2:15  warning LR306  'propensityscore*' is written in several words",
        "    2. (youth and propensityscore*).ti.",
        "                  ^^^^^^^^^^^^^^^^",
        "    to do: write 'propensity score*'",
    ]
    assert said.err == "3 lines: 1 warning. Each code has a page: docs/lint\n"


@pytest.mark.parametrize(
    ("text", "status", "err"),
    [
        ("Mentoring/", 0, "1 line, nothing found\n"),
        ("mentor*.ti.", 0, "1 line: 1 note. Each code has a page: docs/lint\n"),
        ("mentor*.ti", 1, "1 line: 1 warning, 1 note. Each code has a page: docs/lint\n"),
        ("mentor* or", 1, "1 line: 1 error. Each code has a page: docs/lint\n"),
    ],
)
def test_the_status_is_that_of_the_worst_finding(
    run: Run, text: str, status: int, err: str
) -> None:
    said = lint(run, text)
    assert (said.status, said.err) == (status, err)


def test_json_has_lines_findings_and_the_tree(run: Run) -> None:
    said = lint(run, "S1 TI mentor*\nS2 TI youth\nS3 S1 AND 2", "--json", syntax="ebscohost")
    assert (said.status, said.err) == (1, "")
    assert list(said.json) == ["file", "syntax", "ok", "lines", "findings", "tree"]
    assert (said.json["file"], said.json["syntax"], said.json["ok"]) == ("-", "ebscohost", False)
    assert [(one["line"], one["row"], one["ok"]) for one in said.json["lines"]] == [
        ("S1", 1, True), ("S2", 2, True), ("S3", 3, False),
    ]  # fmt: skip
    (wrong,) = said.json["lines"][2]["findings"]
    assert wrong["code"] == "LR205"
    assert wrong["span"] == {"start": 36, "end": 37, "line": 3, "column": 11, "text": "2"}
    assert set(wrong) == {"code", "severity", "title", "message", "remedy", "span"}
    assert wrong in said.json["findings"]
    assert said.json["tree"]["kind"] == "scoped"


def test_a_string_that_cannot_be_read_has_no_tree(run: Run) -> None:
    said = lint(run, "(mentor*", "--json")
    assert said.json["tree"] is None
    assert said.json["ok"] is False


def test_several_files_are_a_list_and_one_is_not(run: Run, tmp_path: Path) -> None:
    for name in ("one.ovid", "two.pubmed.txt"):
        (tmp_path / name).write_text("mentor", "utf-8")
    assert [one["syntax"] for one in run("search", "lint", "one.ovid", "two.pubmed.txt",
                                         "--json").json] == ["ovid", "pubmed"]  # fmt: skip
    assert run("search", "lint", "one.ovid", "--json").json["file"] == "one.ovid"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("none.ovid",), "there is no such file"),
        (("some.txt",), "the notation of this file is not known"),
        (("some.txt", "--syntax", "klingon"), "there is no notation called 'klingon'"),
        (("some.txt", "--syntax", "openalex"), "strings for OpenAlex are written, not read"),
        ((".", "--syntax", "ovid"), "a folder"),
        ((), "missing argument"),
    ],
)
def test_wrong_use(run: Run, tmp_path: Path, arguments: tuple[str, ...], error: str) -> None:
    (tmp_path / "some.txt").write_text("mentor", "utf-8")
    said = run("search", "lint", *arguments)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith(f"error: {error}")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"   \n\n",
        b"\x00\xff\xfe",
        "mentor\x1b[31m \u202ered\u2028x".encode(),
        b"(" * 5_000,
        "mentør*".encode("cp1252"),
        "“job coach”".encode("utf-16"),
        b"a or " * 600_000,
    ],
    ids=["empty", "mark", "blank", "bytes", "hostile", "deep", "western", "wide", "long"],
)
def test_whatever_stands_in_the_file_there_is_an_answer(run: Run, content: bytes) -> None:
    said = run("search", "lint", "-", "--syntax", "ovid", given=content)
    assert said.status in {0, 1}
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out
    assert len(said.out) < 20_000
    assert lint_json(run, content)["file"] == "-"


def lint_json(run: Run, content: bytes) -> dict[str, object]:
    said = run("search", "lint", "-", "--syntax", "ovid", "--json", given=content)
    found = json.loads(said.out)
    assert isinstance(found, dict)
    return found


def test_rows_are_those_of_an_editor_whatever_ends_a_line(run: Run) -> None:
    text = "1. a.ti.\r\n2. Mentoring/\r\n3. 1 or 2 or 9"
    assert lint(run, text).out.startswith("-:3:14  error LR201")


def test_many_findings_of_a_code_in_a_line_are_counted(run: Run) -> None:
    terms = " or ".join(f"mentor{letter}" for letter in "abcdefg")
    said = lint(run, f"(mentor* or {terms}).ti.")
    assert said.out.count("note LR303") == 2
    assert "    (and 5 more LR303 in this line)\n" in said.out
    assert "1 line: 8 notes" in said.err


def test_a_block_and_a_strategy_are_read_with_their_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mentor.en.txt").write_text('# concept: mentor\nmentor*\n"job coach\n', "utf-8")
    (tmp_path / "core.en.strategy.txt").write_text("mentor.en AND youth*\n", "utf-8")
    block = run("search", "lint", "mentor.en.txt")
    assert block.out.startswith("mentor.en.txt:3:1  error LR105")
    strategy = run("search", "lint", "core.en.strategy.txt")
    assert strategy.status == 1
    assert "mentor.en.txt, row 3, column 1: this quotation mark is never closed" in strategy.out


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_caret_stands_below_what_it_points_at(width: int) -> None:
    text = "head\n" + "x" * 300 + "MIDDLE" + "y" * 300 + "\ntail"
    start = text.index("MIDDLE")
    shown, caret = Text("-", text).pointed(Span(start, start + 6), width)
    assert len(shown) <= width
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "MIDDLE"
    assert shown.strip().startswith("…")
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("text", "part"), [("\uff21\uff22 x", "x"), ("e\u0301 x", "x"), ("\tx", "x"), ("\x1b x", "x")]
)
def test_a_caret_counts_columns_and_not_characters(text: str, part: str) -> None:
    from rich.cells import cell_len

    at = text.index(part)
    shown, caret = Text("-", text).pointed(Span(at, at + 1), 80)
    assert cell_len(shown[: shown.index(part)]) == caret.index("^")


def test_a_caret_below_many_rows_stays_in_the_first() -> None:
    shown, caret = Text("-", "ab\ncdefgh").pointed(Span(1, 9), 80)
    assert (shown, caret) == ("    ab", "     ^")


def test_a_string_is_translated_and_nothing_else_is_on_standard_output(run: Run) -> None:
    said = run("search", "translate", "-", "--from", "ovid", "--to", "pubmed",
               given=b"mentor*.ti.")  # fmt: skip
    assert said.status == 0
    assert said.out == "mentor*[ti]\n"
    assert "PubMed" in said.err


def test_a_translation_as_json(run: Run) -> None:
    said = run("search", "translate", "-", "--from", "ovid", "--to", "pubmed", "--json",
               given=b"(mentor* adj3 program*).ti.")  # fmt: skip
    data = said.json
    assert list(data) == ["from", "to", "string", "strings", "label", "refused", "reasons",
                          "remarks", "findings"]  # fmt: skip
    assert (data["from"], data["to"], data["label"]) == ("ovid", "pubmed", "wider")
    assert data["strings"] == [data["string"]]
    (reason,) = data["reasons"]
    assert set(reason) == {"label", "span", "part", "became", "reason"}
    assert reason["span"]["line"] == 1


def test_what_would_lose_records_is_refused_unless_it_is_allowed(run: Run) -> None:
    call = ("search", "translate", "-", "--from", "ovid", "--to", "pubmed")
    given = b"Mentoring/ and ab*.ti."
    refused = run(*call, given=given)
    assert (refused.status, refused.out) == (1, "")
    assert "--allow-loss" in refused.err
    assert run(*call, "--json", given=given).json["string"] is None
    allowed = run(*call, "--allow-loss", given=given)
    assert allowed.status == 0
    assert allowed.out.strip()


def test_what_has_errors_is_not_translated(run: Run) -> None:
    call = ("search", "translate", "-", "--from", "ovid", "--to", "pubmed")
    said = run(*call, given=b"mentor* or or coach*")
    assert said.status == 1
    assert "error LR104" in said.out + said.err
    data = run(*call, "--json", given=b"mentor* or or coach*").json
    assert (data["string"], data["refused"]) == (None, True)
    assert [one["code"] for one in data["findings"]] == ["LR104"]


def test_a_table_of_all_notations(run: Run) -> None:
    from litreview.query.dialects import DIALECTS

    call = ("search", "translate", "-", "--from", "ovid", "--to", "all")
    said = run(*call, given=b"mentor*.ti.")
    assert said.status == 0
    assert all(name in said.out for name in DIALECTS.names())
    data = run(*call, "--json", given=b"mentor*.ti.").json
    assert [one["to"] for one in data] == list(DIALECTS.names())


def test_the_thesaurus_of_headings_that_name_none_is_an_option(run: Run) -> None:
    call = ("search", "translate", "-", "--from", "ovid", "--to", "pubmed")
    refused = run(*call, given=b"exp Mentors/")
    assert (refused.status, refused.out) == (1, "")
    assert "--thesaurus mesh" in refused.err
    said = run(*call, "--thesaurus", "MeSH", given=b"exp Mentors/")
    assert (said.status, said.out) == (0, '"Mentors"[mesh]\n')
    assert run(*call, "--thesaurus", "mash", given=b"exp Mentors/").status == 2


@pytest.mark.parametrize(
    "name",
    ["Ovid", "OVID", "PubMed", "Web of Science", "web-of-science", "Embase.com", "ebsco Host"],
)
def test_a_notation_is_known_whatever_its_capitals_blanks_and_hyphens(run: Run, name: str) -> None:
    said = run("search", "lint", "-", "--syntax", name, "--json", given=b"mentor")
    assert said.json["syntax"] == {
        "ovid": "ovid", "pubmed": "pubmed", "webofscience": "wos", "embase.com": "embase",
        "ebscohost": "ebscohost",
    }[name.lower().replace(" ", "").replace("-", "")]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("cinahl", "name the host: --syntax ebscohost"),
        ("PsycInfo", "name the host: --syntax ovid or --syntax ebscohost or --syntax proquest"),
        ("pubmd", "did you mean --syntax pubmed"),
        ("klingon", "give --syntax NAME, and use one of: arxiv"),
    ],
)
def test_a_notation_that_is_none_is_refused_with_a_way_on(run: Run, name: str, remedy: str) -> None:
    said = run("search", "lint", "-", "--syntax", name, given=b"mentor")
    assert (said.status, said.out) == (2, "")
    assert remedy in " ".join(said.err.split())


def test_a_file_without_a_notation_is_told_of_the_option_of_its_command(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.txt").write_text("mentor", "utf-8")
    assert "--syntax ovid" in run("search", "lint", "x.txt").err
    assert "--from ovid" in run("search", "translate", "x.txt", "--to", "pubmed").err


def test_the_name_of_a_notation_is_no_language(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.wos.txt").write_text("TS=(mentor*)", "utf-8")
    assert run("search", "lint", "x.wos.txt", "--json").json["syntax"] == "wos"


def test_what_is_not_utf_8_is_told_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.ovid").write_bytes("mentør*.ti.\nårsag*.ti.".encode("cp1252"))
    said = run("search", "lint", "x.ovid")
    assert said.err.count("not UTF-8, read as cp1252") == 1
    assert "UTF-8" not in run("search", "lint", "-", "--syntax", "ovid", given="ø.ti.".encode()).err


def test_a_picture_is_one_finding(run: Run) -> None:
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99
    said = run("search", "lint", "-", "--syntax", "ovid", given=content)
    assert said.status == 1
    assert "LR120  this is not text" in said.out
    assert said.err == "1 line: 1 error. Each code has a page: docs/lint\n"


def test_one_reason_for_several_parts_is_told_once_with_the_first_places(run: Run) -> None:
    given = " or ".join(f"(word{at}* adj3 program*)" for at in range(12))
    said = run("search", "translate", "-", "--from", "ovid", "--to", "pubmed",
               given=f"({given}).ti,ab,kf.".encode())  # fmt: skip
    assert said.status == 0
    assert said.out.count("\n") == 1
    assert said.err.count("takes no wildcard in a proximity") == 1
    assert "wider, 12 parts: " in said.err
    assert "     and 9 more\n" in said.err
    assert "word2*" in said.err
    assert "word3*" not in said.err


@pytest.mark.parametrize(
    "content",
    [
        'line,hits\n1,"1,025"\n2,0\n3,900\n', "1.,1025\n2.,0\n",
        '{"1": 1025, "2": 0, "3": 900}', '[{"line": "2", "hits": 0}, {"line": 1, "hits": 9}]',
        '{"search_string": "x", "litreview": {"hits_of_lines": {"mentr.ti.": 0}}}',
    ],
)  # fmt: skip
def test_hits_of_lines_from_a_file_tell_which_found_nothing(
    run: Run, tmp_path: Path, content: str
) -> None:
    (tmp_path / "x.ovid").write_text("1. mentor.ti.\n2. mentr.ti.\n3. 1 or 2", "utf-8")
    (tmp_path / "hits").write_text(content, "utf-8")
    said = run("search", "lint", "x.ovid", "--hits", "hits")
    assert said.out.count("LR502") == 1
    assert "line 2 found no record" in said.out
    assert "LR502" not in run("search", "lint", "x.ovid").out


def test_a_repeated_line_whose_hits_differ_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.ovid").write_text("1. mentor.ti.\n2. mentor.ti.\n3. 1 or 2", "utf-8")
    (tmp_path / "hits.csv").write_text("1,25\n2,28\n", "utf-8")
    said = run("search", "lint", "x.ovid", "--hits", "hits.csv")
    assert "yet found 28 records and not 25" in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("content", "error"),
    [("9,25\n", "the hits name a line '9'"), ("1,many\n2,x\n", "this row has no number of hits"),
     ("{", "this is not valid JSON"), ('{"1": "x"}', "no hits of lines stand in this JSON")],
)  # fmt: skip
def test_hits_that_are_none_are_refused(run: Run, tmp_path: Path, content: str, error: str) -> None:
    (tmp_path / "x.ovid").write_text("mentor.ti.", "utf-8")
    (tmp_path / "hits").write_text(content, "utf-8")
    said = run("search", "lint", "x.ovid", "--hits", "hits")
    assert (said.status, said.out) == (2, "")
    assert error in said.err
