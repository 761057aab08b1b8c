"""Citations by raised numbers."""

import pytest

from corpus.superscripts import raised_numbers
from tests.articles import FRONT, read

KNOWN = [str(number) for number in range(1, 13)]
LIST = "".join(f"{n}. Wu A, Li B. Title {n}. J Iron. 2020;1:{n}.\n\n" for n in range(1, 13))


def _found(text: str) -> list[tuple[str, list[int]]]:
    return [(text[a:b], list(numbers)) for a, b, numbers in raised_numbers(text, KNOWN)]


def _cited(text: str) -> list[tuple[str, tuple[str, ...]]]:
    document = read(f"{FRONT}1 Iron\n\n{text}\n\nReferences\n\n{LIST}")
    return [(m.text, m.references) for m in document.section_by_anchor["s1"].mentions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Iron fell in sleep¹.", [("¹", [1])]),
        ("Iron fell in sleep.¹²", [("¹²", [12])]),
        ("Iron,¹ zinc;² and tin³ fell.", [("¹", [1]), ("²", [2]), ("³", [3])]),
        ("Iron fell.¹,³ Zinc rose.", [("¹", [1]), ("³", [3])]),
        ("Iron fell¹–³ in sleep.", [("¹–³", [1, 2, 3])]),
        ("Iron fell¹⁻³,⁵ in sleep.", [("¹⁻³", [1, 2, 3]), ("⁵", [5])]),
        ("The iron score (IS)² fell.", [("²", [2])]),
        ("It is “iron.”⁴", [("⁴", [4])]),
    ],
)
def test_raised_citations(text: str, found: list[tuple[str, list[int]]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "10⁻³ and 10⁶ cells",
        "25 mg/m² of it",
        "5 kg·m⁻² and 3 cm³",
        "about 40 cells/mm³.",
        "CD8⁺ and Ca²⁺ and Fe³⁺ and SO₄²⁻",
        "¹Department of Iron",
        "Yan Li¹,²*",
        "¹⁸F-FDG and ³H-thymidine",
        "χ² = 5, R² = 0.5, I² = 60%, chi² = 4",
        "an area of 3 square² feet²",
        "(a + b)² and (kg/m)²",
        "iron⁹⁹ and iron⁰",
        "iron³–¹",
        "iron³,¹",
        "iron¹²³⁴",
        "H₂O² and x²",
        "p < 0.⁵",
    ],
)
def test_exponents_charges_and_affiliations_are_no_citations(text: str) -> None:
    assert _found(text) == []


def test_raised_numbers_resolve_to_a_numbered_list() -> None:
    assert _cited("Iron fell in sleep.¹,³ Zinc^{4-5} rose<sup>6</sup>.") == [
        ("¹", ("ref-1",)),
        ("³", ("ref-3",)),
        ("⁴⁻⁵", ("ref-4", "ref-5")),
        ("⁶", ("ref-6",)),
    ]


def test_raised_numbers_mean_nothing_where_brackets_cite() -> None:
    assert _cited("Iron fell in sleep.¹ Zinc rose [3].") == [("3", ("ref-3",))]


def test_raised_numbers_mean_nothing_beside_a_list_without_numbers() -> None:
    document = read(
        f"{FRONT}1 Iron\n\nIron fell in sleep.¹\n\nReferences\n\n"
        "- Wu, A. (2020). Iron. *J. Iron* 1, 2.\n"
    )
    assert document.section_by_anchor["s1"].mentions == ()


@pytest.mark.parametrize(("note", "cited"), [("¹ Two groups.", 0), ("* Two groups.", 1)])
def test_raised_numbers_in_a_table_with_numbered_notes_point_to_those(
    note: str, cited: int
) -> None:
    document = read(
        f"{FRONT}1 Iron\n\nIron fell.\n\nTABLE 1 Doses.\n\nDrug\tDose\nIron¹\t1 mg\n\n{note}\n\n"
        f"References\n\n{LIST}"
    )
    assert len(document.tables[0].rows[0].mentions) == cited
