"""What an article names in any way is never said to be missing."""

from dataclasses import replace

import pytest

from corpus.types import Document
from index.build import build_index
from index.retrieval import Index
from qa.assistant import Assistant
from qa.conditions import Mentions
from qa.named_things import NamedThings
from tests.articles import FRONT, read
from tests.embedders import HashingEmbedder

TEXT = (
    "Selenium was given in hepatocellular carcinoma. Vaginal tumours bound sialylated proteins. "
    "COPD was treated with aspirin."
)


def about(text: str) -> Document:
    return read(FRONT + f"1 Results\n\n{text}\n")


def lacking(question: str, *articles: Document, documents: tuple[str, ...] = ()) -> tuple[str, ...]:
    index = build_index(articles or [about(TEXT)], HashingEmbedder())
    return named_things(index).lacking(index.analyse(question), documents)


def named_things(index: Index) -> NamedThings:
    return NamedThings(index.documents, Mentions(index.chunks), index.names)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Did zinc help?", ("zinc",)),
        (
            "Does zinc, or zinc with ferritin, help in Lyme disease?",
            ("zinc", "ferritin", "Lyme disease"),
        ),
        ("Did the selenium help?", ()),
        ("Did the mineral help in liver cancer?", ()),
        ("What of cancer of the vagina?", ()),
        ("What of chronic obstructive pulmonary disease?", ()),
        ("What of acetylsalicylic acid?", ()),
        ("What of sialic acid?", ()),
        ("What of folic acid?", ("folic acid",)),
        ("What of zinc-like metals and non-zinc ones?", ()),
        ("What of the epilepsy drug and the thrombopoietin agonist?", ()),
        ("What of sugar and death?", ()),
        ("Blocking which isoform undoes it?", ()),
        ("Which antimony isoform is high in Lyme disease?", ("Lyme disease",)),
        ("What ferritin level is high?", ("ferritin",)),
        ("", ()),
    ],
)
def test_a_name_is_lacking_where_no_other_name_or_kind_of_it_is_there(
    question: str, names: tuple[str, ...]
) -> None:
    assert lacking(question) == names


def test_words_that_stand_apart_are_enough() -> None:
    brain = about("The brain was spared." + " It was looked at again." * 60 + " No tumour came.")
    assert lacking("What of brain tumours?", brain) == ()
    assert lacking("What of brain tumours?", about("The brain was spared.")) == ("brain tumours",)


def test_other_documents_than_those_named_say_nothing() -> None:
    one = replace(about("Zinc helped."), id="one")
    other = replace(about("Iron helped."), id="other")
    for documents in ((), ("one",), ("one", "other")):
        assert lacking("Did zinc help?", one, other, documents=documents) == ()
    assert lacking("Did zinc help?", one, other, documents=("other",)) == ("zinc",)


def test_what_is_remembered_of_one_document_is_not_of_another() -> None:
    one, other = (replace(about(f"{metal} helped."), id=metal) for metal in ("Zinc", "Selenium"))
    index = build_index([one, other], HashingEmbedder())
    things, question = named_things(index), index.analyse("the mineral Selenium-80")
    assert things.lacking(question, ("Selenium",)) == ()
    assert things.lacking(question, ("Zinc",)) == ("mineral", "Selenium-80")


def test_of_an_article_of_tables_alone_nothing_is_told(article: Document) -> None:
    tables = replace(
        article, sections=tuple(replace(section, text="") for section in article.sections)
    )
    assert lacking("Did zinc help?", article) == ("zinc",)
    assert lacking("Did zinc help?", tables) == ()


def test_nothing_that_the_article_prints_is_lacking(index: Index) -> None:
    things = named_things(index)
    for chunk in index.chunks:
        assert things.lacking(index.analyse(chunk.quote)) == (), chunk.quote


def test_what_was_remembered_is_what_was_found(index: Index) -> None:
    things, question = named_things(index), index.analyse("zinc, mineral, vitamins and leukemia")
    assert things.lacking(question) == things.lacking(question) == ("zinc", "mineral")


@pytest.mark.parametrize(
    ("word", "is_there"),
    [("mineral", True), ("enzyme", True), ("zinc", False), ("liver", False), ("banana-", False)],
)
def test_a_thing_is_spoken_of_in_its_kinds(word: str, *, is_there: bool) -> None:
    index = build_index([about(TEXT)], HashingEmbedder())
    assert named_things(index).speaks_of(word) is is_there


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Did ferritin and bananas help in COVID-19?", ("ferritin", "COVID-19", "bananas")),
        ("Which enzyme did selenium help?", ()),
    ],
)
def test_what_is_missing_is_named_once_and_nothing_that_is_spoken_of(
    question: str, missing: tuple[str, ...]
) -> None:
    answer = Assistant(build_index([about(TEXT)], HashingEmbedder())).answer(question)
    assert answer.missing_terms == missing


def test_the_name_is_said_to_the_reader(index: Index) -> None:
    answer = Assistant(index).answer("What ferritin level did the patients have?")
    assert answer.refusal
    assert "ferritin" in answer.refusal.reason
