from index.headings import Headings, Naming, headings

FEW = Headings(
    [
        "D01\tMinerals|Mineral",
        "D01.1 D09.1\tSelenium",
        "D01.1.5\tSodium Selenite|Selenite, sodium salt",
        "D010\tWater",
        "C04\tBreast Neoplasms|Breast Cancer|Cancer of the Breast",
    ]
)


def found(text: str, among: Headings = FEW) -> list[tuple[str, tuple[int, ...]]]:
    words = text.split()
    return [(" ".join(words[one.start : one.end]), one.headings) for one in among.find(words)]


def test_names_are_found_in_any_case_spelling_and_number() -> None:
    assert found("do MINERALS help in breast cancers") == [
        ("MINERALS", (0,)),
        ("breast cancers", (4,)),
    ]


def test_of_overlapping_names_the_longest_is_meant() -> None:
    assert found("sodium selenite") == [("sodium selenite", (2,))]
    assert found("selenium") == [("selenium", (1,))]


def test_a_common_word_by_itself_is_no_name() -> None:
    """ "Water" is a heading of these."""
    assert found("water") == []


def test_below_stands_what_the_tree_numbers_say() -> None:
    """D010 is no part of D01, though it begins with the same letters."""
    assert [*FEW.names_below(0)] == ["Selenium", "Sodium Selenite", "Selenite, sodium salt"]
    assert [*FEW.names_below(2)] == []


def test_what_stands_below_in_two_places_is_named_once() -> None:
    twice = Headings(["A\tone", "A.1 A.2\ttwo"])
    assert [*twice.names_below(0)] == ["two"]


def test_a_heading_above_very_many_is_general() -> None:
    many = Headings(["D01\tMinerals", *(f"D01.{n:03}\tmineral{n}" for n in range(400))])
    assert many.is_general(0)
    assert not many.is_general(1)
    assert len([*many.names_below(0)]) == 400


def test_diseases_are_told_from_other_things() -> None:
    assert [FEW.is_disease(heading) for heading in range(5)] == [False] * 4 + [True]


def test_the_headings_that_ship_know_other_names_and_kinds() -> None:
    known = headings()
    (breast,) = known.find(["breast", "cancer"])
    assert breast == Naming(0, 2, breast.headings)
    assert [known.names(one)[0] for one in breast.headings] == ["Breast Neoplasms"]
    (mineral,) = known.find(["mineral"])
    assert {"Selenium", "Quartz"} <= {
        name for one in mineral.headings for name in known.names_below(one)
    }
    (liver,) = known.find(["hepatocellular", "carcinoma"])
    assert liver.end == 2
