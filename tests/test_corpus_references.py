"""Reference lists: author-year and numbered, well printed and badly."""

import pytest

from corpus.identifiers import identifiers
from corpus.references import parse_references
from corpus.types import Reference
from tests.articles import FRONT, read

HARVARD = (
    "Wu, Y. J., van Dam, A. M., and El Hajj, H. (2022b). Iron in sleep: a trial (part 1). "
    "*J. Sleep Res.* 139 (3), 333–342. doi:10.1182/blood.2021(01)33-x. PMID: 34587246"
)
VANCOUVER = (
    "Wu YJ, van Dam AM, El Hajj H, et al. Iron in sleep: a trial. J Sleep Res. "
    "2022 Jan 5;139(3):333-42. doi: 10.1182/x.1"
)


def _one(mark: str, raw: str) -> Reference:
    (reference,) = parse_references([(mark, raw)])
    return reference


def test_harvard_entry() -> None:
    assert _one("", HARVARD) == Reference(
        anchor="ref-1",
        key="Wu et al., 2022b",
        authors=("Wu, Y. J.", "van Dam, A. M.", "El Hajj, H."),
        year=2022,
        title="Iron in sleep: a trial (part 1)",
        container="J. Sleep Res.",
        text=HARVARD.replace("*", ""),
        year_suffix="b",
        volume="139",
        pages="333–342",
        doi="10.1182/blood.2021(01)33-x",
        pmid="34587246",
    )


def test_vancouver_entry() -> None:
    assert _one("12", VANCOUVER) == Reference(
        anchor="ref-1",
        key="12",
        authors=("Wu, YJ", "van Dam, AM", "El Hajj, H"),
        year=2022,
        title="Iron in sleep: a trial",
        container="J Sleep Res",
        text=VANCOUVER,
        et_al=True,
        volume="139",
        pages="333-42",
        doi="10.1182/x.1",
    )


@pytest.mark.parametrize("printed", ["eH", "e-H"])
def test_an_initial_may_be_a_small_letter(printed: str) -> None:
    reference = _one("1", f"Cisse B, Bâ {printed}, Roe J. Iron in sleep. Lancet. 2006;367:659-67.")
    assert reference.authors == ("Cisse, B", f"Bâ, {printed}", "Roe, J")
    assert reference.title == "Iron in sleep"


def test_vancouver_entry_with_full_stops_in_its_title() -> None:
    reference = _one("1", "Wu YJ. Iron in E. coli. A trial. J Sleep Res. 2022;1:2-3.")
    assert (reference.title, reference.container) == ("Iron in E. coli. A trial", "J Sleep Res")


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("Brown, G. (2023). Iron. *J. Iron* 1, 2.", "Brown, 2023"),
        ("Wang, Z. Y., and Chen, Z. (2000). Iron. *J. Iron* 1, 2.", "Wang and Chen, 2000"),
        ("di Masi, A., Li, B., and Wu, C. (2015). Iron. *J. Iron* 1, 2.", "di Masi et al., 2015"),
        ("Dai, L., et al. (2016). Iron. *J. Iron* 1, 2.", "Dai et al., 2016"),
        ("World Health Organization (2019). Iron. Geneva.", "World Health Organization, 2019"),
    ],
)
def test_keys(raw: str, key: str) -> None:
    assert _one("", raw).key == key


def test_keys_are_unique() -> None:
    entries = [
        ("", "Feng, F. E., Li, A., and Wu, B. (2017). Iron. *J. Iron* 1, 2."),
        ("", "Feng, Q., Li, A., and Wu, B. (2017). Sleep. *J. Iron* 1, 3."),
        ("", "Feng, Q., Li, A., and Wu, B. (2017). More sleep. *J. Iron* 1, 4."),
    ]
    keys = [reference.key for reference in parse_references(entries)]
    assert len(set(keys)) == 3
    assert keys[:2] == ["Feng FE. et al., 2017", "Feng Q. et al., 2017"]


@pytest.mark.parametrize(
    "raw",
    ["", "Anonymous", "Ministry of Health. Iron guideline. 2011.", "https://example.org/iron", "…"],
)
def test_an_entry_of_unknown_style_keeps_its_text(raw: str) -> None:
    reference = _one("3", raw)
    assert (reference.text, reference.key) == (raw, "3")
    assert (reference.year, reference.volume, reference.doi) == (0, "", "")


def test_missing_fields_are_empty() -> None:
    reference = _one("", "Brown, G. (2023). Iron.")
    assert (reference.title, reference.container, reference.volume) == ("Iron", "", "")
    assert (reference.pages, reference.doi, reference.pmid) == ("", "", "")


@pytest.mark.parametrize(
    "printed",
    [
        "[1] Wu A. Iron. J Iron. 2020;1:2.\n[2] Li B. Sleep\nand iron. J Iron. 2021;1:3.",
        "1. Wu A. Iron. J Iron. 2020;1:2.\n2. Li B. Sleep and iron. J Iron. 2021;1:3.",
        "1) Wu A. Iron. J Iron. 2020;1:2.\n\n2) Li B. Sleep and\n\niron. J Iron. 2021;1:3.",
        "[1] Wu A. Iron. J Iron. 2020;1:2.\n\n[2] Li B. Sleep and iron. J Iron. 2021;1:3.",
    ],
)
def test_numbered_lists(printed: str) -> None:
    article = read(f"{FRONT}1 Text\n\nIron fell [1, 2].\n\nReferences\n\n{printed}\n")
    assert [(r.key, r.title, r.year) for r in article.references] == [
        ("1", "Iron", 2020),
        ("2", "Sleep and iron", 2021),
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "- Wu, A. (2020). Iron. *J. Iron* 1, 2.\n- Li, B. (2021). Sleep and iron. *J. Iron* 1, 3.",
        "Wu, A. (2020). Iron. *J. Iron* 1, 2.\n\nLi, B. (2021). Sleep and iron. *J. Iron* 1, 3.",
        "Wu, A. (2020). Iron. *J. Iron* 1, 2.\nLi, B. (2021). Sleep and\niron. *J. Iron* 1, 3.",
        "- Wu, A. (2020). Iron. *J. Iron* 1, 2.\n- Li, B. (2021). Sleep and\n\n"
        "- iron. *J. Iron* 1, 3.",
    ],
)
def test_lists_without_numbers(printed: str) -> None:
    article = read(f"{FRONT}1 Text\n\nIron fell (Wu, 2020).\n\nReferences\n\n{printed}\n")
    assert [(r.key, r.title) for r in article.references] == [
        ("Wu, 2020", "Iron"),
        ("Li, 2021", "Sleep and iron"),
    ]


def test_an_address_cut_by_a_line_end_is_whole() -> None:
    raw = "1. Wu A. Iron. J Iron. 2020;1:2. doi: 10.1182/\nblood.2021"
    article = read(f"{FRONT}1 Text\n\nIron fell [1].\n\nReferences\n\n{raw}\n")
    assert article.references[0].doi == "10.1182/blood.2021"


def test_what_stands_behind_the_list_is_no_entry() -> None:
    article = read(
        f"{FRONT}1 Text\n\nIron fell [1].\n\nReferences\n\n1. Wu A. Iron. J Iron. 2020;1:2.\n\n"
        "Publisher's Note\n\nThe publisher remains neutral.\n"
    )
    assert len(article.references) == 1
    assert article.sections[-1].path == ("Publisher's Note",)
    assert article.sections[-1].text == "The publisher remains neutral."


def test_a_number_that_is_printed_twice_stays_two_entries() -> None:
    assert [r.key for r in parse_references([("1", "A"), ("1", "B"), ("1", "C")])] == [
        "1",
        "1 (2)",
        "1 (3)",
    ]


@pytest.mark.parametrize("printed", ["PMID: 34587246", "pmid 34587246", "Pmid:34587246"])
def test_a_pubmed_id_reads_alike_in_an_entry_and_in_text(printed: str) -> None:
    assert _one("", f"Brown, G. (2023). Iron. *J. Iron* 1, 2. {printed}").pmid == "34587246"
    assert [(i.type, i.value) for i in identifiers(f"It fell ({printed}).")] == [
        ("pmid", "34587246")
    ]
