"""Remains of typesetting: what is read away, what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.typesetting import clean
from tests.articles import bundled_folder


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("both <i>in vitro</i> and <b>in vivo</b>", "both in vitro and in vivo"),
        ("10<sup>-3</sup> and H<sub>2</sub>O", "10⁻³ and H₂O"),
        ("*In vitro* experiments", "In vitro experiments"),
        ("**Results** were", "Results were"),
        ("_Aspergillus_ species", "Aspergillus species"),
        ("trioxide (As $2O_3$) in", "trioxide (As₂O₃) in"),
        ("trioxide (As $2O3$) in", "trioxide (As₂O3) in"),
        ("leukemia: as $2O_3$ induces", "leukemia: as₂O₃ induces"),
        ("CO $_2$ rose", "CO₂ rose"),
        ("a fee of $5 and CD8$^+$ cells", "a fee of $5 and CD8⁺ cells"),
        ("a group of $n$ and an error of $α$", "a group of n and an error of α"),
        ("$5 \\mathrm{mg}$ of it", "5 mg of it"),
        ("below 10^-6 mol/L", "below 10⁻⁶ mol/L"),
        ("below 10^−6 mol/L", "below 10⁻⁶ mol/L"),
        ("about 10^12 cells", "about 10¹² cells"),
        ("Ca^2+ and CD8^+ and Cl^- ions", "Ca²⁺ and CD8⁺ and Cl⁻ ions"),
        ("CD8$^+$ cells", "CD8⁺ cells"),
        ("a knock-out (Arf $^{-/-}$) line", "a knock-out (Arf⁻/⁻) line"),
        ("CD34 ⁺ stem cells", "CD34⁺ stem cells"),
        ("Tao Ma^{1,2*}", "Tao Ma¹,²*"),
        ("$\\mathrm{Ca}^{2+}$ influx", "Ca²⁺ influx"),
        ("RAR α -Nrf2 complex", "RARα-Nrf2 complex"),
        ("PML/RAR α (see", "PML/RARα (see"),
        ("C/EBP β , C/EBP ϵ and PU.1", "C/EBPβ, C/EBPϵ and PU.1"),
        ("interferon- β response", "interferon-β response"),
        ("around 1 μ mol/L", "around 1 μmol/L"),
        ("20 μ g of it", "20 μg of it"),
        (
            "[License \\(CC BY\\)](https://example.org/by/)",
            "License (CC BY) (https://example.org/by/)",
        ),
        ("a\\_b \\* c", "a_b * c"),
        ("Smith &amp; Jones &lt; 5", "Smith & Jones < 5"),
        ("two\u00a0words \t and\nlines ", "two words and lines"),
        ("treat\u00adment and treat\u00ad\nment", "treatment and treatment"),
        ("\ufeffzero\u200bwidth", "zerowidth"),
        ("escape \x1b[31mred", "escape [31mred"),
    ],
)
def test_remains_are_read_away(printed: str, read: str) -> None:
    assert clean(printed) == read


@pytest.mark.parametrize(
    "text",
    [
        "p*q and a * b * c",
        "5 * 4 = 20",
        "it cost $5",
        "between $5 and $10 a day",
        "US$5-$10 per day",
        "($12/$15)",
        "US$5–$10, A$7–$9 and $20",
        "$5M-$10M and $5M–$7",
        "$1,000.50/$2,000",
        "(US$)5 to (US$)7",
        "$5 for a_b and $7 for c_d",
        "$5 per m^ and $7",
        "snake_case_name and a_b",
        "*CORRESPONDENCE",
        "p < 0.05* and q < 0.01*",
        "A < B and C > D",
        "https://example.org/a_b_c?x=1*2",
        "doi:10.1016/S0140-6736(20)30183-5",
        "t(15; 17)(q22; q12-21)",
        "R&D at AT&T",
        "25 α particles",
        "the α and β chains",
        "CD34⁺ cells at 37 °C",
        "x² ± 3 – 5",
        "[12] and [3, 5-7]",
        "مرحبا and שלום",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


def test_cleaning_the_bundled_article_twice_changes_nothing() -> None:
    lines = (bundled_folder() / "article.txt").read_text(encoding="utf-8").splitlines()
    once = [clean(cell) for line in lines for cell in line.split("\t")]
    assert [clean(text) for text in once] == once


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_what_is_read_is_one_trimmed_line(text: str) -> None:
    read = clean(text)
    assert "\n" not in read
    assert read == read.strip()
