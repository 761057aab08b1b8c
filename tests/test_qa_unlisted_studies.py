"""Studies that a question names and no reference list holds."""

import pytest

from corpus.references import surname
from corpus.types import Document
from qa.literature import Literature
from tests.articles import FRONT, read
from tests.cited_books import BOOKS


@pytest.fixture(scope="module")
def literature(article: Document) -> Literature:
    return Literature([article])


@pytest.fixture(scope="module")
def books() -> Literature:
    return Literature([BOOKS])


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What did Zhou et al. 2019 find about iron?", "Zhou et al. 2019"),
        ("what did smithson et al find?", "smithson et al"),
        ("Smithson P. and colleagues gave zinc", "Smithson P. and colleagues"),
        ("What does van der Berg et al. (2020) say?", "van der Berg et al. (2020)"),
        ("What did Smithson 2019 report?", "Smithson 2019"),
        ("What of Smithson's 2019 iron trial?", "Smithson 2019"),
        ("What did Young et al. (1999) find?", "Young et al. (1999)"),
        ("What is in 10.1000/absent.1?", "DOI 10.1000/absent.1"),
        ("PMID 12345678", "PMID 12345678"),
        ("What does reference 512 say?", "reference 512"),
        ("Compare Smithson et al. 2019 with Young et al. 2018", "Smithson et al. 2019"),
    ],
)
def test_a_study_that_no_list_holds_is_absent(
    books: Literature, question: str, absent: str
) -> None:
    assert books.asked(question).absent == (absent,)


def test_what_is_absent_is_not_described_instead(books: Literature) -> None:
    assert books.asked("Which journal is the copper and sleep paper in?").named
    assert not books.asked("Which journal is Smithson et al. on copper and sleep in?").named


@pytest.mark.parametrize(
    "question",
    [
        "What happened in the Ebola 2014 outbreak?",
        "Did Pfizer 2020 report results?",
        "What did ESMO 2020 report?",
        "In March 2019 what did they find?",
        "What did the 2019 trial report?",
        "What did May 2022 show?",
        "Is a reference 12 mg enough?",
        "What does reference 3 say?",
        "What did Cole et al. find?",
        "What did Harisson et al. find?",
        "What did Harrisson et al., 2003 find?",
        "doi:10.1234/zinc.2011?",
        "Is 10.1234/ZINC the zinc paper?",
        "Which study et al. is cited?",
    ],
)
def test_what_may_be_something_else_is_not_absent(books: Literature, question: str) -> None:
    assert books.asked(question).absent == ()


def test_the_article_itself_is_not_absent(article: Document, literature: Literature) -> None:
    name = article.authors[0].split()[-1]
    assert literature.asked(f"What do {name} et al. ({article.year}) say?").absent == ()
    assert literature.asked(f"doi {article.doi}").absent == ()


def test_a_study_that_the_text_cites_and_the_list_lacks_is_not_absent() -> None:
    text = "1 Results\n\nIron helps (Tin and Co, 2001), as Zincman et al. found (Brassman, 2002)."
    library = Literature(
        [read(f"{FRONT}{text}\n\nReferences\n\nLee, A. (2018). Tin. *J.* 1, 2.\n")]
    )
    for name in ("Zincman", "Brassman"):
        assert library.asked(f"What did {name} et al. find?").absent == ()
    assert library.asked("What did Copperman et al. find?").absent == ("Copperman et al.",)


def test_no_entry_of_the_article_and_no_citation_of_it_is_absent(
    article: Document, literature: Literature
) -> None:
    forms = ("What did {a} et al. ({y}) find?", "{l} et al {y}", "what did {a} {y} report?",
             "{a}'s {y} paper", "DOI {d}?")  # fmt: skip
    for reference in article.references:
        name = surname(reference.authors[0])
        for form in forms:
            asked = form.format(a=name, l=name.lower(), y=reference.year, d=reference.doi)
            assert literature.asked(asked).absent == (), asked
    printed = {mention.text for section in article.sections for mention in section.mentions}
    for citation in printed:
        assert literature.asked(f"What did {citation} find?").absent == (), citation


def test_only_the_lists_of_the_searched_articles_count(
    article: Document, books: Literature
) -> None:
    both = Literature([article, BOOKS])
    asked = "What did Lo-Coco et al. 2013 find?"
    assert both.asked(asked).absent == ()
    assert both.asked(asked, [article.id]).named == both.asked(asked).named
    assert both.asked(asked, [BOOKS.id]) == books.asked(asked)
    assert both.asked(asked, [BOOKS.id]).absent == ("Lo-Coco et al. 2013",)
    with pytest.raises(KeyError):
        both.asked(asked, ["nowhere"])
