from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Document, Mention, Reference, Row, Section, Table
from index.retrieval import Index
from qa.citation import Evidence
from qa.claim import agree
from qa.claims import claims
from qa.disagreement import Disagreements, FoundDisagreement
from tests.articles import FRONT, read

BLANK = read(FRONT)


def made(paragraphs: Sequence[str], rows: Sequence[tuple[str, ...]] = ()) -> Document:
    """An article in which "{n}" cites the n-th study, in text and in cells."""
    text, mentions = "", []
    for position, part in enumerate("\n\n".join(paragraphs).replace("}", "{").split("{")):
        if position % 2:
            printed = f"({part})"
            mentions.append(Mention(len(text), len(text) + len(printed), printed, (f"ref-{part}",)))
            part = printed
        text += part
    section = Section("s1", ("Results",), "body", text, tuple(mentions))
    table_rows = []
    for number, cells in enumerate(rows, start=1):
        *told, study = cells
        row = Row(f"t1-row-{number}", (*told, f"({study})"))
        start, end = row.cell_span(len(told))
        table_rows.append(
            replace(row, mentions=(Mention(start, end, f"({study})", (f"ref-{study}",)),))
        )
    columns = tuple(f"c{n}" for n in range(len(table_rows[0].cells))) if table_rows else ()
    table = Table("t1", "Table 1", "Studies.", columns, tuple(table_rows), "s1")
    return replace(BLANK, sections=(section,), tables=(table,) if table_rows else ())


def found(document: Document) -> list[tuple[str, ...]]:
    return [
        tuple(value for value, _ in disagreement.sides)
        for disagreement in Disagreements([document]).of(document.id)
    ]


# Single cases

TEXT = "The overall response rate was 62% in all who took iron {1}."


@pytest.mark.parametrize(
    ("row", "sides"),
    [
        ("Overall response rate of 58%", [("62%", "58%")]),
        ("A 58% overall response rate", [("62%", "58%")]),
        ("ORR 58%", [("62%", "58%")]),
        ("Overall response rate of 62%", []),
        ("Overall response rate of 61.8%", []),
        ("Overall response rate of 61.4%", [("62%", "61.4%")]),
        ("Complete response rate of 58%", []),
        ("Overall response rate of 58% in elderly patients", []),
        ("3-month overall response rate of 58%", []),
        ("Overall response rate of at least 58%", []),
        ("Overall response rate of 58-66%", []),
        ("Overall response rate of 58% to 66%", []),
        ("Overall response rate (95% CI 50-70)", []),
        ("Relapse rate of 58%", []),
        ("Response unchanged", []),
    ],
)
def test_a_row_and_a_sentence_on_one_study(row: str, sides: list[tuple[str, str]]) -> None:
    assert found(made([TEXT], [("Iron", row, "1")])) == sides


def test_another_study_may_say_something_else() -> None:
    assert found(made([TEXT], [("Iron", "Overall response rate of 58%", "2")])) == []


def test_a_sentence_on_two_studies_contradicts_neither() -> None:
    both = "The overall response rate was 62% in all who took iron {1} or zinc {2}."
    assert found(made([both], [("Iron", "Overall response rate of 58%", "1")])) == []


def test_two_arms_do_not_contradict_each_other() -> None:
    arms = "An overall response was seen in 62% of the iron group and 25% of the zinc group {1}."
    for value in ("62", "25"):
        assert found(made([arms], [("Iron", f"Overall response in {value}%", "1")])) == []
    assert found(made([arms], [("Iron", "Overall response in 40%", "1")])) == []


def test_the_group_that_is_set_apart_is_compared_with_its_like() -> None:
    arms = "A sustained response was seen in 62% compared with 25% in the placebo group {1}."
    assert found(made([arms], [("Iron", "Sustained response of 58%", "1")])) == [("62%", "58%")]
    placebo = "Sustained response of 27% with placebo"
    assert found(made([arms], [("Iron", placebo, "1")])) == [("25%", "27%")]


def test_a_shared_figure_shows_which_others_belong_together() -> None:
    text = "The remission rates were 62% and 25% {1}."
    row = "Remission rates of 62% and 27%"
    assert found(made([text], [("Iron", row, "1")])) == [("25%", "27%")]
    assert found(made([text], [("Iron", "Remission rates of 61% and 27%", "1")])) == []


def test_two_paragraphs_on_one_study_are_compared_but_not_one_with_itself() -> None:
    one = "The mortality rate was 12% {1}."
    other = "The mortality rate was 14% {1}."
    assert found(made([one, other])) == [("12%", "14%")]
    assert found(made([f"{one} {other}"])) == []


def test_a_sentence_told_twice_needs_no_study() -> None:
    one = "Of all the adults who took iron every day for a whole winter, the cure rate was 12%."
    assert found(made([one, "Tin is cheap.", one.replace("12", "15")])) == [("12%", "15%")]
    assert found(made([one, one])) == []
    later = [f"After {n} weeks {one}".replace("12", str(n // 2)) for n in (26, 52)]
    assert found(made([later[0], later[1]])) == []
    other = "In the children of the second town, who ate spinach, the cure rate was 15%."
    assert found(made([one, other])) == []


def test_numbers_of_people_are_compared_by_what_was_done_with_them() -> None:
    one = "The trial enrolled 45 patients {1}."
    assert found(made([one, "In all, 54 patients were enrolled {1}."])) == [
        ("45 patients", "54 patients")
    ]
    assert found(made([one, "In all, 40 patients were analysed {1}."])) == []
    assert found(made([one, "We set out to enrol 60 patients {1}."])) == []


def test_one_sentence_that_gives_the_same_group_two_sizes() -> None:
    text = (
        "Iron plus zinc enrolled 77 patients, and iron plus zinc enrolled 79, of whom 9 fell ill."
    )
    assert found(made([text])) == [("77", "79")]
    assert found(made([text.replace("and iron", "and tin")])) == []
    assert found(made([text.replace("79", "77")])) == []


def test_durations_are_compared_in_their_unit() -> None:
    one = "The median survival was 3.3 months {1}."
    assert found(made([one], [("Iron", "Median overall survival of 4.3 months", "1")])) == [
        ("3.3 months", "4.3 months")
    ]
    assert found(made([one], [("Iron", "Median survival of 14 weeks", "1")])) == []


@pytest.mark.parametrize(
    ("row", "sides"),
    [
        ("Ferrodol (20 mg bid)", [("10 mg bid", "20 mg bid")]),
        ("20 mg of ferrodol bid", []),  # how often is not told of it
        ("20 mg bid ferrodol", [("10 mg bid", "20 mg bid")]),
        ("ferrodol 10.0 mg bid", []),
        ("ferrodol 20 mg daily", []),
        ("ferrodol (20 mg/m² bid)", []),
        ("ferrodol 10-20 mg bid", []),
        ("ferrodol 10 mg bid, then ferrodol 20 mg bid", []),
        ("zincadol (20 mg bid)", []),
        ("received 20 mg bid", []),
    ],
)
def test_doses_are_compared_by_medicine_and_how_often(
    row: str, sides: list[tuple[str, str]]
) -> None:
    text = "Adults were given ferrodol (10 mg bid) and zincadol (5 mg daily) all winter {1}."
    assert found(made([text], [("Iron", row, "1")])) == sides


@pytest.mark.parametrize(
    ("row", "sides"),
    [
        ("Overall response rate higher (P = 0.003)", [("P = 0.03", "P = 0.003")]),
        ("Overall response rate higher, p-value of 0.003", [("P = 0.03", "p-value of 0.003")]),
        ("Overall response rate higher (P = 0.030)", []),
        ("Overall response rate higher (P < 0.05)", []),
        ("Relapse rate lower (P = 0.003)", []),
        ("Higher response. Relapse seen in few; other things (P = 0.003)", []),
        ("Overall response rate (P = 0.003) and overall response rate in all (P = 0.04)", []),
    ],
)
def test_p_values_are_compared_by_their_outcome(row: str, sides: list[tuple[str, str]]) -> None:
    text = "The overall response rate was 62% with iron and 25% without (P = 0.03) {1}."
    assert found(made([text], [("Iron", row, "1")])) == sides


def test_values_agree_at_the_precision_of_the_rougher_one() -> None:
    (one,), (other,) = claims("Survival was 41.9%."), claims("Survival was 42%.")
    (third,) = claims("Survival was 41%.")
    assert agree(one, other)
    assert not agree(one, third)


# Generated pairs: what is altered and nothing else decides

OUTCOMES = [
    "overall response rate",
    "complete remission rate",
    "2-year event-free survival",
    "relapse rate",
    "median overall survival",
    "mortality",
]
FORMS = ["The {outcome} was {value} {{1}}.", "Treatment gave a {outcome} of {value} {{1}}."]
GROUPS = ["in elderly patients", "in the placebo group", "in high-risk disease", "in women"]


@given(
    outcomes=st.permutations(OUTCOMES),
    value=st.integers(10, 80),
    change=st.sampled_from([-7, -3, 3, 7]),
    form=st.sampled_from(FORMS),
    group=st.sampled_from(GROUPS),
)
def test_only_an_altered_figure_of_the_same_thing_is_a_disagreement(
    outcomes: list[str], value: int, change: int, form: str, group: str
) -> None:
    outcome, other, *_ = outcomes
    unit = " months" if outcome.startswith("median") else "%"
    printed, changed = f"{value}{unit}", f"{value + change}{unit}"
    text = form.format(outcome=outcome, value=printed)

    def row(told: str, study: str = "1") -> list[tuple[str, ...]]:
        return found(made([text], [("Iron", told, study)]))

    assert row(f"{outcome} of {changed}") == [(printed, changed)]
    assert row(f"{outcome} of {printed}") == []
    assert row(f"{outcome} of {changed} {group}") == []
    assert row(f"{outcome} of {changed} after 5 years") == []
    assert row(f"{outcome} of {changed}", "2") == []
    if unit == "%" and not other.startswith("median"):
        assert row(f"{other} of {changed}") == []


# The bundled article


def test_the_article_gives_one_group_two_sizes(article: Document) -> None:
    numeric = [
        d
        for d in Disagreements([article]).of(article.id)
        if all(place.kind != "reference" for _, place in d.sides)
    ]
    (one,) = numeric
    assert [value for value, _ in one.sides] == ["77", "79"]
    assert one.about == "ATRA + ATO enrolled"


def test_citations_of_the_article_that_differ_from_their_entry(article: Document) -> None:
    cited = [
        (d.sides[0][0], d.sides[1][0])
        for d in Disagreements([article]).of(article.id)
        if d.sides[1][1].kind == "reference"
    ]
    assert cited == [
        ("Kalisz et al., 2021", "Kalish"),
        ("Kutny et al., 2022", "2021"),
        ("Frerichs et al., 2021", "Ferichs"),
    ]


def test_a_slip_is_told_once_however_its_citations_are_set() -> None:
    entry = Reference("ref-x", "Lee, 2018", ("Lee, A.",), 2018, "Tin", "", "Lee, A. (2018). Tin.")
    printed = ["Lee et al., 2019", "Lee et al. (2019)", "Lee, 2019", "Leigh et al., 2018", "Leigh"]
    text, mentions = "", []
    for citation in printed:
        text += f"Tin is cheap ({citation}). "
        end = len(text) - 3
        mentions.append(Mention(end - len(citation), end, citation, ("ref-x",), exact=False))
    section = Section("s1", ("Results",), "body", text.strip(), tuple(mentions))
    document = replace(BLANK, sections=(section,), tables=(), references=(entry,))
    told = [(f.kind, [value for value, _ in f.sides]) for f in sides_of(document)]
    assert told == [
        ("citation", ["Lee et al., 2019", "2018"]),
        ("citation", ["Leigh et al., 2018", "Lee"]),
    ]


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("How many patients were enrolled?", True),
        ("How does ATRA with ATO compare with chemotherapy?", True),
        ("How does ATRA with arsenic trioxide compare with chemotherapy?", True),
        ("What level of ATRA is needed?", False),
        ("Does it harm the liver?", False),
    ],
)
def test_the_size_of_a_group_is_told_to_who_asks_for_it(
    article: Document, index: Index, question: str, is_told: bool
) -> None:
    (size,) = (one for one in sides_of(article) if one.kind == "size")
    shown = [place for _, place in size.sides]
    told = Disagreements([article]).among(article.id, shown, index.analyse(question))
    assert told == ((size,) if is_told else ())


def test_figures_told_in_turn_belong_to_their_outcomes() -> None:
    told = "Event-free and overall survival rates were 98.0% and 96.4%, respectively {1}."
    two = "Complete remission and overall response rates were 62% and 84%, respectively {1}."
    arms = "Response rates were 62% and 84% in the first and second arm, respectively {1}."
    for text, row, sides in (
        (told, "Overall survival of 95.4%", []),
        (two, "Overall response rate of 80%", [("84%", "80%")]),
        (two, "Overall response rate of 84%", []),
        (two, "Complete remission rate of 60%", [("62%", "60%")]),
        (two.replace(", resp", " resp"), "Overall response rate of 80%", [("84%", "80%")]),
        (two.replace(", respectively", ""), "Overall response rate of 62%", []),
        (arms, "Response rate of 80%", []),
    ):
        assert found(made([text], [("Iron", row, "1")])) == sides, (text, row)


ALTERED = [
    ("table-1-row-2", "62%", "58%"),
    ("table-1-row-5", "42%", "44%"),
    ("table-1-row-7", "58.1%", "51.8%"),
    ("table-1-row-7", "41.9%", "49.1%"),
    ("table-1-row-17", "20%", "30%"),
    ("table-1-row-17", "3.3 months", "4.3 months"),
    ("table-1-row-27", "5%", "15%"),
]


@pytest.mark.parametrize(("anchor", "printed", "altered"), ALTERED)
def test_a_figure_altered_in_a_table_of_the_article_is_found(
    article: Document, anchor: str, printed: str, altered: str
) -> None:
    table, row = article.row_by_anchor[anchor]
    cells = tuple(f" {cell}".replace(f" {printed}", f" {altered}")[1:] for cell in row.cells)
    assert cells != row.cells
    shift = len(" | ".join(cells)) - len(row.text)
    mentions = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in row.mentions)
    changed = replace(row, cells=cells, mentions=mentions)
    rows = tuple(changed if r is row else r for r in table.rows)
    tables = tuple(replace(t, rows=rows) if t is table else t for t in article.tables)
    new = {
        value
        for d in Disagreements([replace(article, tables=tables)]).of(article.id)
        for value, place in d.sides
        if place.anchor == anchor and d.sides[1][1].kind == "row"
    }
    assert new == {altered}


# What is shown


def sides_of(document: Document) -> tuple[FoundDisagreement, ...]:
    return Disagreements([document]).of(document.id)


def test_sides_are_printed_at_their_place(article: Document) -> None:
    for document in (article, made([TEXT], [("Iron", "Overall response rate of 58%", "1")])):
        assert sides_of(document)
        for disagreement in sides_of(document):
            for value, place in disagreement.sides:
                assert value in document.text_of(place.anchor)[place.start : place.end]


def test_a_disagreement_is_told_when_one_of_its_sides_is_shown() -> None:
    document = made([TEXT, "Tin is cheap."], [("Iron", "Overall response rate of 58%", "1")])
    disagreements = Disagreements([document])
    (only,) = disagreements.of(document.id)
    for _, place in only.sides:
        assert disagreements.among(document.id, [replace(place, score=0.7)]) == (only,)
        assert disagreements.among(document.id, [replace(place, end=place.start + 9)]) == (only,)
    elsewhere = Evidence(document.id, "s1", "passage", document.text_of("s1").index("Tin"), 99, 0.0)
    assert disagreements.among(document.id, [elsewhere]) == ()
    assert disagreements.among(document.id, []) == ()


def test_a_differing_citation_is_told_beside_its_entry_only(article: Document) -> None:
    disagreements = Disagreements([article])
    kutny = [d for d in disagreements.of(article.id) if d.about == "Kutny et al., 2021"]
    (_, sentence), (_, entry) = kutny[0].sides
    assert disagreements.among(article.id, [sentence]) == ()
    assert list(disagreements.among(article.id, [entry])) == kutny


def test_an_unknown_article_is_an_error(article: Document) -> None:
    with pytest.raises(KeyError):
        Disagreements([article]).among("nowhere", [])
