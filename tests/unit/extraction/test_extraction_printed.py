"""Numbers as printed: what their digits allow."""

from __future__ import annotations

from decimal import Decimal

import pytest

from litreview.extraction.printed import Printed, is_missing, printed, quotient, ratios


@pytest.mark.parametrize(
    ("text", "value", "half"),
    [
        ("12", "12", "0.5"),
        ("100", "100", "0.5"),
        ("0.70", "0.70", "0.005"),
        ("-0.4", "-0.4", "0.05"),
        ("\u22120.4", "-0.4", "0.05"),
        ("16%", "16", "0.5"),
        (" +3.0 ", "3.0", "0.05"),
        ("4500", "4500", "50"),
        ("18000", "18000", "500"),
        ("4725", "4725", "0.5"),
        ("0", "0", "0.5"),
    ],
)
def test_the_last_printed_digit_is_uncertain_by_half(text: str, value: str, half: str) -> None:
    assert printed(text) == Printed(Decimal(value), Decimal(half))


@pytest.mark.parametrize(
    "text", ["", "not reported", "about 12", "7-10", "1,234", "12 (derived)", "1e5", "nan", "±3"]
)
def test_text_that_is_not_one_plain_number_is_none(text: str) -> None:
    assert printed(text) is None


def test_a_very_long_number_is_no_trouble() -> None:
    number = printed("9" * 300)
    assert number is not None
    assert number.half == Decimal("0.5")
    assert printed("9" * 5000) is None, "no float holds it: no sum is done with it"


@pytest.mark.parametrize(
    "text", ["", "  ", "Not reported", "not seen", "N/A", "\u2013", "not noted"]
)
def test_words_for_no_value(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "none", "not reported (total 7.9 million)", "no effect"])
def test_words_that_say_something(text: str) -> None:
    assert not is_missing(text)


def number(text: str) -> Printed:
    found = printed(text)
    assert found is not None
    return found


def test_sums_add_their_uncertainty() -> None:
    assert number("69.7") - number("66.2") == Printed(Decimal("3.5"), Decimal("0.10"))
    assert number("1.25") + number("1") == Printed(Decimal("2.25"), Decimal("0.505"))


def test_agreement_ends_where_rounding_cannot_explain_the_difference() -> None:
    difference = number("69.7") - number("66.2")
    assert difference.agrees(number("3.4"))
    assert difference.agrees(number("3.6"))
    assert not difference.agrees(number("3.7"))
    assert difference.agrees(number("4"))


def test_a_quotient_holds_every_quotient_of_its_parts() -> None:
    ratio = quotient(number("3294"), number("215"))
    assert ratio is not None
    assert ratio.agrees(number("15.31"))
    assert not ratio.agrees(number("15.40"))


def test_no_quotient_by_what_may_be_zero() -> None:
    assert quotient(number("3"), number("0")) is None
    assert quotient(number("3"), number("0.4")) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BCR 2.66; ROI 166%", {"BCR": "2.66", "ROI": "1.66"}),
        ("social ROI 132%", {"ROI": "1.32"}),
        ("BCR -0.18", {"BCR": "-0.18"}),
        ("2.46 per USD 1", {}),
        ("BCR 1.52 (derived 715/470)", {}),
        ("MVPF 0.43; 1.04 if WTP = cost", {}),
        ("up to BCR 3", {}),
        ("", {}),
    ],
)
def test_only_named_plain_ratios_are_read(text: str, found: dict[str, str]) -> None:
    assert {name: str(value.value) for name, value in ratios(text).items()} == found
