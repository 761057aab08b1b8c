import pytest

from qa.refusal_kinds import KINDS, gives
from qa.row_units import with_units

_AGES = ["Age (years) 48.4 years", "Age (years) 40 years"]
KIND = {kind.name: kind for kind in KINDS}


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        ("Doses\nDrug: iron; Dose (mg): 20", ["20 mg"]),
        ("Party: Greens; %: 25.9; Seats: 45", ["25.9 %"]),
        ("Follow-up, months: 12; Age (years): 45 ± 3", ["12 months", "45 years"]),
        ("Age (years); Iron: 48.4 ± 16.1; Zinc: 40", _AGES),
        ("Label: Mean age, y (SD); Iron: 48.4 (9)", ["Mean age, y (SD) 48.4 y"]),
        ("Female n (%); Iron: 6; Zinc: none", ["Female n (%) 6 %"]),
        ("Dose (mg/m²): 1,200", ["1,200 mg/m²"]),
        ("Drug: iron (daily); N: 20", []),
        ("Dose (mg): not given", []),
        ("", []),
    ],
)
def test_a_cell_takes_the_unit_of_its_header_or_its_label(row: str, figures: list[str]) -> None:
    assert with_units(row).split("\n")[row.count("\n") + 1 :] == figures
    assert with_units(row).startswith(row)


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("a percentage or share", "Party: Greens; %: 25.9"),
        ("a dose or concentration", "Drug: iron; Dose (mg): 20"),
        ("a length of time", "Drug: iron; Follow-up (weeks): 12"),
        ("an age", "Characteristic: Mean age, y (SD); " + "Zinc: none; " * 9 + "Iron: 48.4 (9)"),
    ],
)
def test_a_row_gives_what_its_header_says(kind: str, row: str) -> None:
    assert not gives(KIND[kind], row)
    assert gives(KIND[kind], with_units(row))
