from decimal import Decimal

import pytest

from assistant.text.numbers import Quantity, agrees, cell_quantity, format_number, parse_number, quantities, write_like


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("12 500,50 €", "12500.50", "€"),
        ("12.500", "12500", ""),
        ("1\u202f234\u202f567", "1234567", ""),
        ("1\u00a0234\u00a0€", "1234", "€"),
        ("12,5 k€", "12500", "€"),
        ("3 M€", "3000000", "€"),
        ("27 euros", "27", "€"),
        ("1h30", "1.5", "h"),
        ("1 h 30", "1.5", "h"),
        ("45 min", "45", "min"),
        ("126 heures", "126", "h"),
        ("33 %", "33", "%"),
        ("moins 4 %", "-4", "%"),
        ("– 10,4 %", "-10.4", "%"),
        ("(1 200)", "-1200", ""),
        ("-1 200", "-1200", ""),
        ("+ 540 €", "540", "€"),
        ("**50 306 €**", "50306", "€"),
        ("4 608 (91,4 %)", "4608", ""),
        ("7 826 € (602 h x 13 €)", "7826", "€"),
        ("2 jours", "2", "jour"),
        ("15 forfaits", "15", "forfait"),
        ("6 500 € HT", "6500", "€"),
    ],
)
def test_a_cell_that_is_a_number_gives_its_value_and_unit(written: str, value: str, unit: str) -> None:
    quantity = cell_quantity(written)
    assert quantity is not None
    assert quantity.value == Decimal(value)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    "written",
    ["9 sur 11 présentés", "4,1 / 5", "3 février", "12 à 15", "602 h x 58 €", "–", "", "à définir", "1 750 €, employeur", "M1"],
)
def test_a_cell_that_is_no_single_number_gives_none(written: str) -> None:
    assert cell_quantity(written) is None


@pytest.mark.parametrize("written", ["~ 120", "environ 30 €", "≈ 12"])
def test_a_cell_may_say_that_its_number_is_approximate(written: str) -> None:
    quantity = cell_quantity(written)
    assert quantity is not None and quantity.approximate


@pytest.mark.parametrize(
    "text",
    [
        "le 12 mars 2025",
        "les 9 et 11 juin",
        "en mars 2025",
        "le 30/04/2026",
        "art. L. 6313-1 et D. 6313-3-2",
        "décret n° 2025-500",
        "tél. 06 39 98 20 63",
        "SIRET 999 104 227 00013",
        "62100 Calais",
        "niveau 4",
        "annexes 2 et 3",
        "12 à 15",
        "en 2024",
        "M1",
        "phase 2",
    ],
)
def test_dates_codes_ranges_and_numbering_are_nothing_to_compute_with(text: str) -> None:
    assert quantities(text) == []


def test_numbers_of_a_sentence_come_with_their_place() -> None:
    text = "En 2025, 34 personnes ont suivi 126 heures pour environ 12,5 k€."
    found = quantities(text)
    assert [(text[q.start : q.end], q.value, q.approximate) for q in found] == [
        ("34", Decimal(34), False),
        ("126 heures", Decimal(126), False),
        ("12,5 k€", Decimal(12500), True),
    ]


def test_a_part_of_a_text_keeps_the_positions_of_the_whole() -> None:
    text = "Avant : 12 €. Ici : 350 €."
    (found,) = quantities(text, 14, len(text))
    assert text[found.start : found.end] == "350 €"


def test_the_worth_of_the_last_digit_is_known() -> None:
    assert parse_number("12,50") == (Decimal("12.50"), Decimal("0.01"))
    assert parse_number("12.5")[0] == Decimal("12.5")
    assert cell_quantity("12,5 k€") == Quantity(0, 7, Decimal("12500.0"), "€", Decimal("100.0"))


def test_numbers_are_written_as_french_does() -> None:
    assert format_number(Decimal(51306), "€") == "51\u202f306\u00a0€"
    assert format_number(Decimal("-4.25"), "%", decimals=1) == "−4,3\u00a0%"
    assert format_number(Decimal("1.5"), "h") == "1\u00a0h\u00a030"
    assert write_like(Decimal("11067.32"), Quantity(0, 1, Decimal(11067), "€")) == "11\u202f067,32\u00a0€"
    assert write_like(Decimal(2), Quantity(0, 1, Decimal("2.5"), "h", Decimal("0.01"))) == "2\u00a0h"


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("11067.32", Quantity(0, 1, Decimal(11067), "€"), True),
        ("11069.32", Quantity(0, 1, Decimal(11067), "€"), False),
        ("4200", Quantity(0, 1, Decimal(4201), "€"), False),
        ("1998", Quantity(0, 1, Decimal(2000), "€"), True),
        ("1990", Quantity(0, 1, Decimal(2000), "€"), False),
        ("47.4", Quantity(0, 1, Decimal(47), "%"), True),
        ("47.4", Quantity(0, 1, Decimal(46), "%"), False),
        ("10.43", Quantity(0, 1, Decimal("10.4"), "%", Decimal("0.1")), True),
        ("10.43", Quantity(0, 1, Decimal("10.9"), "%", Decimal("0.1")), False),
        ("1575", Quantity(0, 1, Decimal(1600), "€", approximate=True), True),
        ("12460", Quantity(0, 1, Decimal(12500), "€", Decimal(100)), True),
    ],
)
def test_rounding_is_allowed_for_and_nothing_more(expected: str, found: Quantity, same: bool) -> None:
    assert agrees(Decimal(expected), found) is same
