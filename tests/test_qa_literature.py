from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.citations import surname_key
from corpus.references import surname
from corpus.types import Document
from qa.citation import cite
from qa.literature import Literature, LiteratureRequest
from qa.source_wording import wants_entry
from tests.articles import FRONT, read
from tests.cited_books import BOOKS


@pytest.fixture(scope="module")
def literature(article: Document) -> Literature:
    return Literature([article])


@pytest.fixture(scope="module")
def books() -> Literature:
    return Literature([BOOKS])


def keys(document: Document, request: LiteratureRequest) -> list[str]:
    return [document.reference_by_anchor[named.reference].key for named in request.named]


def anchor(document: Document, key: str) -> str:
    (found,) = [reference.anchor for reference in document.references if reference.key == key]
    return found


# Studies that are named


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("DOI for Lo Coco's NEJM paper?", "Lo-Coco et al., 2013"),
        ("lo coco 2013", "Lo-Coco et al., 2013"),
        ("What came out of LoCoco's trial?", "Lo-Coco et al., 2013"),
        ("what did Huang report in 1988?", "Huang et al., 1988"),
        ("Kutny 2022", "Kutny et al., 2021"),
        ("full reference for Frerichs 2021", "Ferichs et al., 2021"),
        ("full reference for Ferichs et al.", "Ferichs et al., 2021"),
        ("is Wu et al., 2022 cited?", "Wu et al., 2022"),
        ("How many genes in Guarera et al., 2023?", "Guarrera et al., 2023"),
        ("Feng 2017b", "Feng et al., 2017b"),
        ("What was sustained in Feng FE. et al., 2017?", "Feng et al., 2017b"),
        ("de almeida et al 2021", "de Almeida et al., 2021"),
        ("Wang and Chen, 2000: what is it about?", "Wang and Chen, 2000"),
        ("Garcia-Guerrero 2023", "García-Guerrero et al., 2023"),
        ("What did Young say about the marrow?", "Young, 2018"),
        ("Wang's 2022 paper on carfilzomib", "Wang et al., 2022d"),
        ("doi:10.1056/NEJMra1413485", "Young, 2018"),
        ("Pages of the 1998 Blood paper on caspases?", "Nervi et al., 1998"),
    ],
)
def test_a_question_names_a_study(
    article: Document, literature: Literature, question: str, key: str
) -> None:
    request = literature.asked(question)
    assert keys(article, request) == [key]
    assert request.named[0].certain


@pytest.mark.parametrize(
    ("form", "least"),
    [
        ("What did {name} et al. ({year}) find?", 1.0),
        ("{lower} {year}", 1.0),
        ("DOI of {name} {year}?", 1.0),
        ("what did {name} report in {year}?", 1.0),
        ("What was the dose in {name}'s trial?", 0.85),
        ("Which year has {plain} et al.?", 0.9),
    ],
)
def test_every_entry_of_the_list_can_be_named(
    article: Document, literature: Literature, form: str, least: float
) -> None:
    found = 0
    for reference in article.references:
        name = surname(reference.authors[0])
        question = form.format(
            name=name, lower=name.lower(), plain=surname_key(name).title(), year=reference.year
        )
        found += reference.anchor in [n.reference for n in literature.asked(question).named]
    assert found >= least * len(article.references)


def test_entries_that_fit_alike_are_all_named_and_none_is_certain(
    article: Document, literature: Literature
) -> None:
    request = literature.asked("Wang 2022")
    assert sorted(keys(article, request)) == [f"Wang et al., 2022{letter}" for letter in "abcd"]
    assert not any(named.certain for named in request.named)


def test_two_studies_of_a_comparison_are_both_named(
    article: Document, literature: Literature
) -> None:
    request = literature.asked("Response in Stasi's series against what Itzykson found?")
    assert keys(article, request) == ["Stasi et al., 2002", "Itzykson et al., 2009"]


def test_a_number_names_an_entry_of_a_numbered_list(article: Document) -> None:
    numbered = replace(
        article,
        references=tuple(
            replace(reference, key=str(number))
            for number, reference in enumerate(article.references, start=1)
        ),
    )
    (named,) = Literature([numbered]).asked("What is reference 12?").named
    assert (named.reference, named.matched, named.certain) == ("ref-12", "identifier", True)
    assert Literature([article]).asked("What is reference 12?").named == ()


def test_a_study_is_named_as_the_text_spells_it(article: Document, literature: Literature) -> None:
    assert keys(article, literature.asked("What was stable in Frerichs?")) == [
        "Ferichs et al., 2021"
    ]


def test_a_journal_is_known_by_its_initials(books: Literature) -> None:
    question = "Which volume has the NEJM paper on copper?"
    assert keys(BOOKS, books.asked(question)) == ["Kaplan et al., 2007"]
    assert keys(BOOKS, books.asked(question.replace("NEJM", "Blood"))) == ["Harrison et al., 2003"]


def test_a_surname_of_many_entries_names_none(literature: Literature) -> None:
    assert literature.asked("What did Wang find?").named == ()


# Words that are no study


@pytest.mark.parametrize(
    "question",
    [
        "Do young patients sleep better?",
        "Young patients: do they sleep better?",
        "Which brown tablets are best for long sleep?",
        "What is the prognosis of Hodgkin's disease?",
        "How was the Hodgkin lymphoma group treated?",
        "Is there a Kaplan-Meier curve?",
        "What was found in May 2022?",
        "Best dose of iron for Brown University students?",
        "Did Marilyn Harrison act in films?",
        "HODGKIN DISEASE?",
    ],
)
def test_a_surname_that_is_another_word_names_no_study(books: Literature, question: str) -> None:
    assert books.asked(question).named == ()


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Young et al., 2018", "Young et al., 2018"),
        ("What did Young find?", "Young et al., 2018"),
        ("Young's study of iron", "Young et al., 2018"),
        ("May et al. on lead", "May et al., 2022"),
        ("Kaplan 2007", "Kaplan et al., 2007"),
        ("Kaplan's NEJM paper", "Kaplan et al., 2007"),
        ("Harrisson et al. on copper", "Harrison et al., 2003"),
        ("Harison 2003", "Harrison et al., 2003"),
        ("Brown and Best on zinc", "Brown and Best, 2011"),
        ("10.1234/zinc.2011", "Brown and Best, 2011"),
    ],
)
def test_the_same_surname_with_a_cue_does(books: Literature, question: str, key: str) -> None:
    assert keys(BOOKS, books.asked(question)) == [key]


def test_a_study_of_another_year_is_not_named(books: Literature) -> None:
    assert books.asked("What did Young et al. (1999) find?").named == ()


def test_a_year_off_by_one_names_a_study_without_certainty(
    literature: Literature, books: Literature
) -> None:
    (named,) = books.asked("What did Young et al. (2019) find?").named
    assert (named.reference, named.certain) == (anchor(BOOKS, "Young et al., 2018"), False)
    (named,) = literature.asked("What did Kutny et al. (2022) find?").named
    assert named.certain  # as the text prints it; the list has 2021


# What is wanted


@pytest.mark.parametrize(
    ("question", "entry", "places"),
    [
        ("DOI of Lo-Coco's paper?", True, False),
        ("Kutny 2022", True, True),
        ("What did Huang report in 1988?", True, True),
        ("Is Wu et al., 2022 cited?", True, True),
        ("Which study showed that CDK2 blockade sensitises cells?", True, False),
        ("Which trials are in ITP?", False, False),
        ("Where was the paper by Stauffer on nanodisks published?", True, False),
        ("In which journal did Stauffer's study come out?", True, False),
        ("When was Stauffer's paper on lymphoma published?", True, False),
        ("When did Stauffer's cells appear to die?", True, True),
    ],
)
def test_what_a_question_wants_of_the_literature(
    literature: Literature, question: str, entry: bool, places: bool
) -> None:
    request = literature.asked(question)
    assert (request.wants_entry, request.wants_places) == (entry, places)


@pytest.mark.parametrize(
    "question",
    [
        "Who showed that iron helps?",
        "On whose evidence does that rest?",
        "Which group first described it?",
        "Which studies have shown a benefit?",
        "According to whom is iron safe?",
        "Where was the 2013 trial published?",
        "In which journal did the paper appear?",
        "Who are the authors of the meta-analysis paper?",
        "PMID of the sleep study?",
    ],
)
def test_wording_that_asks_for_an_entry(question: str) -> None:
    assert wants_entry(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which studies used placebo?",
        "Who sponsors the trial?",
        "What number of patients who developed fever was treated?",
        "How can I reach the corresponding author?",
        "Which grant paid for this review?",
        "Who published this review?",
        "Which editor handled the published paper?",
        "Does stomach volume matter?",
        "In what year was arsenic first used?",
        "How many trials are there?",
        "Who should not take it?",
    ],
)
def test_wording_that_does_not(question: str) -> None:
    assert not wants_entry(question)


# Places and entries


def test_the_places_of_a_study_are_the_sentences_and_rows_that_cite_it(
    article: Document, literature: Literature
) -> None:
    places = literature.places(article.id, anchor(article, "Ferichs et al., 2021"))
    texts = [article.text_of(p.anchor)[p.start : p.end] for p in places]
    assert [place.kind for place in places] == ["passage", "passage", "row"]
    assert texts[0].startswith("A clinical trial investigating the efficacy")
    assert texts[1].startswith("ATRA temporarily increased")
    assert texts[2].endswith("Frerichs et al. (2021)")


def test_what_a_study_reported_includes_the_sentences_beside_its_citation(
    article: Document, literature: Literature
) -> None:
    dai = anchor(article, "Dai et al., 2016")
    places = [p for p in literature.reported(article.id, dai) if p.kind == "passage"]
    texts = [article.text_of(p.anchor)[p.start : p.end] for p in places]
    assert [text[:24] for text in texts] == ["Dai L et al. (Dai et al.", "Complete and overall res"]
    assert literature.places(article.id, dai) == (places[0],)


def test_every_citation_of_the_article_is_a_place_of_its_entry(
    article: Document, literature: Literature
) -> None:
    for section in article.sections:
        for mention in section.mentions:
            for reference in mention.references:
                holding = [
                    p
                    for p in literature.places(article.id, reference)
                    if p.anchor == section.anchor and p.start <= mention.start < p.end
                ]
                assert len(holding) == 1
    for table in article.tables:
        for row in table.rows:
            for mention in row.mentions:
                for reference in mention.references:
                    places = literature.places(article.id, reference)
                    assert [p.anchor for p in places].count(row.anchor) == 1


def test_places_and_entries_can_be_cited(article: Document, literature: Literature) -> None:
    for reference in article.references:
        entry = literature.entry(article.id, reference.anchor)
        assert cite(article, entry, 1).cited_text == reference.text
        for place in literature.reported(article.id, reference.anchor):
            assert reference.key in [s.key for s in cite(article, place, 1).sources]
            assert entry in literature.entries_behind(article.id, place)


def test_entries_behind_a_place_come_printed_before_inferred(
    article: Document, literature: Literature
) -> None:
    dai = anchor(article, "Dai et al., 2016")
    (sentence, beside) = [p for p in literature.reported(article.id, dai) if p.kind == "passage"]
    both = replace(sentence, end=beside.end)
    entries = literature.entries_behind(article.id, both)
    assert [entry.anchor for entry in entries] == [dai]
    assert literature.entries_behind(article.id, entries[0]) == entries


def test_an_entry_that_is_not_there_is_an_error(article: Document, literature: Literature) -> None:
    with pytest.raises(KeyError):
        literature.entry(article.id, "ref-0")
    with pytest.raises(KeyError):
        literature.places("nowhere", "ref-1")
    assert literature.places(article.id, "ref-0") == ()


@pytest.mark.parametrize("ask", [Literature([]).asked, Literature([read(FRONT)]).asked])
def test_without_references_nothing_is_named(ask: Callable[[str], LiteratureRequest]) -> None:
    assert ask("Young et al., 2018, PMID 12345, reference 3") == LiteratureRequest((), True, False)
