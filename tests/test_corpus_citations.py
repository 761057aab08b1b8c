"""Citations in text, resolved to the reference list."""

import pytest

from corpus.citations import Bibliography, find_mentions
from corpus.references import parse_references

HARVARD = Bibliography(
    parse_references(
        [
            ("", entry)
            for entry in (
                "Wang, R., Xia, L., and Jing, Y. (2016). A. *J. A* 1, 1.",  # ref-1
                "Wang, H. Y., Gong, S., and Li, G. (2018a). B. *J. B* 1, 1.",  # ref-2
                "Wang, K., Ou, Z., and Deng, G. (2018b). C. *J. C* 1, 1.",  # ref-3
                "Wang, Z. Y., and Chen, Z. (2000). D. *J. D* 1, 1.",  # ref-4
                "Brown, G. (2023). E. *J. E* 1, 1.",  # ref-5
                "de Almeida, L. Y., Li, B., and Wu, C. (2021). F. *J. F* 1, 1.",  # ref-6
                "di Masi, A., Li, B., and Wu, C. (2015). G. *J. G* 1, 1.",  # ref-7
                "El Hajj, H., Li, B., and Wu, C. (2015). H. *J. H* 1, 1.",  # ref-8
                "Szymański, Ł., Li, B., and Wu, C. (2020). I. *J. I* 1, 1.",  # ref-9
                "Moosavi, M. A., and Djavaheri-Mergny, M. (2019). J. *J. J* 1, 1.",  # ref-10
                "van der Berg, A., O'Neill, B., and Wu, C. (2011). K. *J. K* 1, 1.",  # ref-11
                "Ferichs, K. A., Li, B., and Wu, C. (2021). L. *J. L* 1, 1.",  # ref-12
                "Kutny, M. A., Li, B., and Wu, C. (2021). M. *J. M* 1, 1.",  # ref-13
                "Lee, A., Li, B., and Wu, C. (2014). N. *J. N* 1, 1.",  # ref-14
                "Lee, B., Li, B., and Wu, C. (2014). O. *J. O* 1, 1.",  # ref-15
            )
        ]
    )
)
NUMBERED = Bibliography(
    parse_references(
        [(str(n), f"Wu A, Li B. Title {n}. J Iron. 2020;1:{n}.") for n in range(1, 13)]
    )
)


def _found(text: str, bibliography: Bibliography = HARVARD) -> list[tuple[str, list[int]]]:
    mentions = find_mentions(text, bibliography)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    return [
        (m.text, [int(anchor.removeprefix("ref-")) for anchor in m.references]) for m in mentions
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It fell (Brown, 2023).", [("Brown, 2023", [5])]),
        ("It fell (Brown 2023).", [("Brown 2023", [5])]),
        ("It fell (Wang and Chen, 2000).", [("Wang and Chen, 2000", [4])]),
        ("It fell (Wang & Chen, 2000).", [("Wang & Chen, 2000", [4])]),
        ("It fell (Wang et al., 2016).", [("Wang et al., 2016", [1])]),
        ("It fell (Wang et al. 2016).", [("Wang et al. 2016", [1])]),
        ("Wang et al. (2018b) saw it.", [("Wang et al. (2018b)", [3])]),
        ("Wang and Chen (2000) saw it.", [("Wang and Chen (2000)", [4])]),
        ("In Brown (2023), it fell.", [("Brown (2023)", [5])]),
        ("It fell (Wang HY. et al., 2018).", [("Wang HY. et al., 2018", [2])]),
        ("It fell (Wang K. et al., 2018).", [("Wang K. et al., 2018", [3])]),
        (
            "It fell (Brown, 2023; Szymański et al., 2020).",
            [("Brown, 2023", [5]), ("Szymański et al., 2020", [9])],
        ),
        ("It fell (Szymanski et al., 2020).", [("Szymanski et al., 2020", [9])]),
        (
            "It fell (Moosavi and Djavaheri-Mergny, 2019).",
            [("Moosavi and Djavaheri-Mergny, 2019", [10])],
        ),
        (
            "It fell (Brown, 2023, Szymański et al., 2020, and Lee et al., 2014a).",
            [
                ("Brown, 2023", [5]),
                ("Szymański et al., 2020", [9]),
                ("Lee et al., 2014a", [14, 15]),
            ],
        ),
        (
            "Wang et al. (2016; Brown, 2023) saw it.",
            [("Wang et al. (2016", [1]), ("Brown, 2023", [5])],
        ),
        (
            "Wang et al. (2016, 2018a, and Brown, 2023) saw it.",
            [("Wang et al. (2016", [1]), ("2018a", [2]), ("Brown, 2023", [5])],
        ),
        ("It fell (Brown, 2023, and more so in May 2024).", [("Brown, 2023", [5])]),
        ("It fell (see also Brown, 2023).", [("Brown, 2023", [5])]),
        ("It fell (e.g., Brown, 2023).", [("Brown, 2023", [5])]),
        ("It fell (reviewed in Brown, 2023).", [("Brown, 2023", [5])]),
    ],
)
def test_author_and_year(text: str, found: list[tuple[str, list[int]]]) -> None:
    assert _found(text) == found


@pytest.mark.parametrize(
    ("printed", "reference"),
    [
        ("de Almeida et al., 2021", 6),
        ("De Almeida et al., 2021", 6),
        ("di Masi et al., 2015", 7),
        ("El Hajj et al., 2015", 8),
        ("van der Berg et al., 2011", 11),
    ],
)
def test_particles_belong_to_the_name(printed: str, reference: int) -> None:
    assert _found(f"It fell ({printed}).") == [(printed, [reference])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "It fell (Wang et al., 2016, 2018a,b).",
            [("Wang et al., 2016", [1]), ("2018a", [2]), ("b", [3])],
        ),
        ("It fell (Wang et al., 2016, 2018b).", [("Wang et al., 2016", [1]), ("2018b", [3])]),
        (
            "It fell (Wang et al., 2016, 2018a; Brown, 2023).",
            [("Wang et al., 2016", [1]), ("2018a", [2]), ("Brown, 2023", [5])],
        ),
        ("Wang et al. (2016, 2018a) saw it.", [("Wang et al. (2016", [1]), ("2018a", [2])]),
    ],
)
def test_several_years_of_one_author(text: str, found: list[tuple[str, list[int]]]) -> None:
    assert _found(text) == found


def test_ambiguity_gives_every_candidate() -> None:
    assert _found("It fell (Lee et al., 2014).") == [("Lee et al., 2014", [14, 15])]
    assert _found("It fell (Wang et al., 2018).") == [("Wang et al., 2018", [2, 3])]
    assert _found("It fell (Lee A. et al., 2014).") == [("Lee A. et al., 2014", [14])]


def test_a_name_and_a_year_that_a_numbered_list_lacks_are_no_citation() -> None:
    assert _found("In a spreadsheet (Excel, Microsoft, 2007) [3].", NUMBERED) == [("3", [3])]
    assert _found("It fell (Wu and Li, 2020).", NUMBERED) != []
    assert ("Nobody, 2007", []) in _found("It fell (Nobody, 2007).")


def test_a_range_of_numbers_means_all_of_them() -> None:
    (several,) = find_mentions("It fell [3-5].", NUMBERED)
    assert not several.is_ambiguous
    (unsure,) = find_mentions("It fell (Lee et al., 2014).", HARVARD)
    assert unsure.is_ambiguous


@pytest.mark.parametrize(
    ("printed", "references"),
    [
        ("Frerichs et al., 2021", [12]),  # a letter
        ("Kutny et al., 2022", [13]),  # a year
        ("Kutny et al., 2019", []),  # two years
        ("Nobody et al., 2021", []),
        ("Brown et al., 2023", []),  # that one has a single author
        ("Wang and Miller, 2000", []),  # another second author
    ],
)
def test_what_does_not_fit_exactly_says_so(printed: str, references: list[int]) -> None:
    assert _found(f"It fell ({printed}).") == [(printed, references)]
    (mention,) = find_mentions(f"It fell ({printed}).", HARVARD)
    assert not mention.exact


@pytest.mark.parametrize(
    "text",
    [
        "Data of March 2024 were used.",
        "Data were obtained (10 March 2024).",
        "It was approved (Europe, see 5.2) and (in 2021).",
        "The trial (NCT02016345) and the year (2016).",
        "In APL (2021) it fell.",
        "A cost of (2000 mg).",
    ],
)
def test_dates_and_numbers_are_no_citations(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It fell [12].", [("12", [12])]),
        ("It fell [3, 5-7].", [("3", [3]), ("5-7", [5, 6, 7])]),
        ("It fell [3]–[5] and [7], [8].", [("3]–[5", [3, 4, 5]), ("7", [7]), ("8", [8])]),
        ("It fell [3] - [5].", [("3] - [5", [3, 4, 5])]),
        ("It fell [5]–[3].", []),
        ("It fell [1–3,9].", [("1–3", [1, 2, 3]), ("9", [9])]),
        ("It fell [1][2].", [("1", [1]), ("2", [2])]),
        ("It fell [0.5] or [a] or [].", []),
        ("It fell [99].", [("99", [])]),
        ("It fell [11-13].", [("11-13", [11, 12])]),
        ("It fell [7-5].", []),
        ("It fell [1-999].", []),
    ],
)
def test_numbers(text: str, found: list[tuple[str, list[int]]]) -> None:
    assert _found(text, NUMBERED) == found


def test_a_number_without_an_entry_is_not_exact() -> None:
    exact = [mention.exact for mention in find_mentions("It fell [2, 99, 11-13].", NUMBERED)]
    assert exact == [True, False, False]


def test_numbers_in_brackets_mean_nothing_beside_a_list_without_numbers() -> None:
    assert _found("It fell [3].") == []


def test_citations_of_a_parenthesis_within_a_parenthesis() -> None:
    assert _found("It fell (as in Wang et al. (2016); Brown, 2023).") == [
        ("Wang et al. (2016)", [1]),
        ("Brown, 2023", [5]),
    ]
