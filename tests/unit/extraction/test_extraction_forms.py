"""Forms: what parses, what is refused and how the refusal points."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest

from litreview.errors import SettingsError
from litreview.extraction.forms import TYPES, Field, Form, default_forms, parse_form

ROOT = Path(__file__).parents[3]
LINES_OF_THE_FIELD_LIST = 42

MINIMAL = """
name = "estimate"
label = "Effect"
noun = "estimate"
row_id = "effect_id"

[[fields]]
name = "effect_id"
label = "Row"
group = "identity"
type = "id"

[[fields]]
name = "study_id"
label = "Study"
group = "identity"
type = "id"
required = true
"""


def with_field(text: str) -> str:
    return f"{MINIMAL}\n[[fields]]\n{text}\n"


def test_a_minimal_form_parses() -> None:
    form = parse_form(MINIMAL, "f.toml")
    assert form == Form(
        name="estimate",
        label="Effect",
        noun="estimate",
        row_id="effect_id",
        fields=(
            Field("effect_id", "Row", "identity", "id"),
            Field("study_id", "Study", "identity", "id", required=True),
        ),
    )


def test_every_key_of_a_field_is_read() -> None:
    text = (
        'name = "rating"\nlabel = "Rating"\ngroup = "design"\ntype = "enum"\nrequired = true\n'
        'options = ["high", "low"]\nhelp = "As given."\nschema = "rating"'
    )
    assert parse_form(with_field(text), "f.toml").field("rating") == Field(
        "rating", "Rating", "design", "enum", True, ("high", "low"), "As given.", "rating"
    )


def test_a_yes_no_field_offers_yes_and_no() -> None:
    text = 'name = "a"\nlabel = "A"\ngroup = "g"\ntype = "yes-no"'
    field = parse_form(with_field(text), "f.toml").field("a")
    assert field is not None
    assert field.options == ("yes", "no")


def test_a_field_that_is_not_there_is_none() -> None:
    assert parse_form(MINIMAL, "f.toml").field("no_such") is None


def test_without_row_id_the_importer_numbers() -> None:
    assert parse_form(MINIMAL.replace('row_id = "effect_id"', ""), "f.toml").row_id == ""


BASE = 'name = "a"\nlabel = "A"\ngroup = "g"\n'


@pytest.mark.parametrize(
    ("text", "says", "place", "remedy"),
    [
        ("name = ", "not valid TOML", "f.toml", "line"),
        (MINIMAL.replace('label = "Effect"', ""), "'label' is missing", "f.toml", "add label"),
        (MINIMAL.replace('noun = "estimate"', 'noun = "x"'), "'noun'", "f.toml", "cost-benefit"),
        (MINIMAL.replace('noun = "estimate"', "noun = 3"), "'noun'", "f.toml", "quotation"),
        (MINIMAL.replace('name = "estimate"', 'name = "../x"'), "'name'", "f.toml", "letters"),
        (MINIMAL.replace("label", "lable", 1), "'lable' is not known", "f.toml", "label"),
        (MINIMAL.replace('"study_id"', '"study"'), "no field 'study_id'", "f.toml", "study_id"),
        (MINIMAL.replace('row_id = "effect_id"', 'row_id = "x"'), "no field 'x'", "f.toml", "x"),
        (MINIMAL.split("[[fields]]", maxsplit=1)[0], "no fields", "f.toml", "[[fields]]"),
        (MINIMAL.split("[[fields]]", maxsplit=1)[0] + "fields = [3]", "no table", "field 1", "[["),
        (with_field(BASE + 'type = "float"'), "'type'", "field 3 (a)", "number"),
        (with_field(BASE + 'type = "enum"'), "no options", "field 3 (a)", "options"),
        (with_field(BASE + 'type = "enum"\noptions = "x"'), "'options'", "field 3 (a)", "list"),
        (with_field(BASE + 'type = "enum"\noptions = ["x", ""]'), "'options'", "(a)", "list"),
        (with_field(BASE + 'type = "enum"\noptions = ["x", "x"]'), "twice", "(a)", "once"),
        (with_field(BASE + 'type = "text"\noptions = ["x"]'), "has options", "(a)", "enum"),
        (with_field(BASE + 'type = "text"\nrequired = "yes"'), "'required'", "(a)", "true"),
        (with_field(BASE + 'type = "text"\noptoins = ["x"]'), "'optoins'", "(a)", "options"),
        (with_field(BASE.replace('"a"', '"study_id"') + 'type = "id"'), "twice", "f.toml", "one"),
    ],
)
def test_a_faulty_form_is_refused_with_place_and_remedy(
    text: str, says: str, place: str, remedy: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_form(text, "f.toml")
    assert says in caught.value.what
    assert caught.value.where.startswith("f.toml")
    assert place in caught.value.where
    assert remedy in caught.value.remedy


def shipped() -> dict[str, Form]:
    return {name: parse_form(text, name) for name, text in default_forms().items()}


def test_the_shipped_forms_parse_under_their_own_names() -> None:
    forms = shipped()
    assert {"cost-benefit", "cost-component", "estimate", "report", "study"} <= set(forms)
    assert all(form.name == name for name, form in forms.items())
    assert all(form.noun in (name, "appraisal", "certainty") for name, form in forms.items())
    assert {field.type for form in forms.values() for field in form.fields} == set(TYPES)


def test_every_row_needs_a_study_and_what_holds_numbers_a_source() -> None:
    for form in shipped().values():
        required = {field.name for field in form.fields if field.required}
        assert {form.row_id, "study_id"} <= required
        assert ("source_url" in required) == (form.name in ("estimate", "cost-benefit"))


def test_a_form_takes_groups_of_fields_from_a_shipped_one() -> None:
    estimate, population = shipped()["estimate"], shipped()["population"]
    taken = tuple(field for field in estimate.fields if field.group == "population")
    assert population.fields[-len(taken) :] == taken
    assert [field.name for field in population.fields[:2]] == ["population_id", "study_id"]
    text = MINIMAL.replace("label", 'takes = ["estimate/people"]\nlabel', 1)
    with pytest.raises(SettingsError) as caught:
        parse_form(text, "f.toml")
    assert "population" in caught.value.remedy


def test_a_form_takes_groups_from_the_form_that_a_review_has_of_that_name() -> None:
    own = parse_form(
        """
name = "estimate"
extends = "estimate"
[[fields]]
name = "mentor_type"
label = "Type of mentor"
group = "intervention"
type = "enum"
options = ["invented"]
""",
        "estimate.toml",
    )
    text = default_forms()["intervention"]
    taken = parse_form(text, "intervention.toml", {"estimate": own}.get)
    assert taken.field("mentor_type") == own.field("mentor_type")
    assert [f.name for f in taken.fields] == [f.name for f in shipped()["intervention"].fields]


def test_a_field_that_names_a_row_names_a_shipped_form() -> None:
    forms = shipped()
    for form in forms.values():
        for field in form.fields:
            assert (field.type == "row") == bool(field.refers)
            assert field.refers in {"", *forms}


def test_several_values_are_told_apart() -> None:
    field = shipped()["estimate"].field("components")
    assert field is not None
    assert field.parts(" mentoring; training ;") == ("mentoring", "training")


def test_groups_stand_together() -> None:
    for form in shipped().values():
        groups = [field.group for field in form.fields]
        changes = [a for a, b in pairwise(groups) if a != b]
        assert len(changes) == len(set(groups)) - 1


def test_the_forms_realise_every_line_of_the_field_list_they_name() -> None:
    named = {field.schema for form in shipped().values() for field in form.fields} - {""}
    assert len(named) == LINES_OF_THE_FIELD_LIST


def test_a_form_that_extends_holds_only_what_differs() -> None:
    text = """
name = "estimate"
extends = "estimate"

[[fields]]
name = "mentoring_centrality"
label = "Part of mentoring"
group = "intervention"
type = "text"

[[fields]]
name = "mentor_language"
label = "Language of the mentor"
group = "intervention"
type = "text"

[[fields]]
name = "room"
label = "Room"
group = "place"
type = "text"
"""
    base = shipped()["estimate"]
    form = parse_form(text, "f.toml")
    assert (form.label, form.noun, form.row_id) == (base.label, base.noun, base.row_id)
    names = [field.name for field in form.fields]
    added = {"mentor_language", "room"}
    assert [name for name in names if name not in added] == [field.name for field in base.fields]
    replaced = form.field("mentoring_centrality")
    assert replaced is not None
    assert (replaced.type, replaced.options) == ("text", ())
    groups = [field.group for field in form.fields]
    at = names.index("mentor_language")
    assert (groups[at - 1], groups[at + 1]) == ("intervention", "comparator")
    assert names[-1] == "room"


def test_a_form_that_extends_may_name_and_number_its_rows_anew() -> None:
    text = 'name = "own"\nextends = "cost-benefit"\nlabel = "Costs"\nrow_id = "a"\n[[fields]]\n'
    form = parse_form(text + BASE + 'type = "id"', "f.toml")
    assert (form.name, form.label, form.noun, form.row_id) == ("own", "Costs", "cost-benefit", "a")
    assert form.fields[-1].name == "a"


def test_only_a_shipped_form_can_be_extended() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_form(MINIMAL.replace("label", 'extends = "../estimate"\nlabel', 1), "f.toml")
    assert caught.value.where == "f.toml"
    assert "cost-benefit, cost-component, estimate" in caught.value.remedy
    assert not any("extends =" in text for text in default_forms().values())


def test_the_forms_of_this_repository_repeat_nothing_that_is_shipped() -> None:
    folder = ROOT / "forms"
    if not folder.is_dir():
        pytest.skip("not in a source checkout")
    forms = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")}
    assert forms
    for name, text in forms.items():
        own, base = parse_form(text, name), shipped().get(name)
        assert own.name == name
        written = set(
            re.findall(r'^name = "(\w+)"$', text.partition("[[fields]]")[2], re.MULTILINE)
        )
        assert [f for f in own.fields if f.name in written and base and f in base.fields] == []
        if base is not None:
            assert {field.name for field in base.fields} <= {field.name for field in own.fields}


@pytest.mark.corpus
def test_the_field_list_is_realised_line_by_line(corpus: Path) -> None:
    with (corpus.parent / "review" / "extraction_fields.csv").open(encoding="utf-8") as file:
        wanted = {row["field"] for row in csv.DictReader(file)}
    named = {field.schema for form in shipped().values() for field in form.fields} - {""}
    assert named == wanted


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("estimate", ["studies.csv", "studies_more.csv"]),
        ("cost-benefit", ["cba.csv", "cba_more.csv"]),
    ],
)
def test_every_column_of_the_material_has_a_field(
    corpus: Path, form: str, files: list[str]
) -> None:
    names = {field.name for field in shipped()[form].fields}
    for file in files:
        with (corpus.parent / "review" / file).open(encoding="utf-8", newline="") as lines:
            assert set(next(csv.reader(lines))) <= names
