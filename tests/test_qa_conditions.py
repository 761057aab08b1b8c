"""What an article mentions is never said to be missing; what it does not is named and refused."""

import re

import pytest

from corpus.types import Document
from index.chunking import chunk_document
from index.query import QueryAnalyser
from index.retrieval import Index
from qa.assistant import Assistant
from qa.condition_names import condition_stem
from qa.conditions import Mentions, named_diseases
from tests.articles import FRONT, read


def lacking_in(document: Document, question: str) -> tuple[str, ...]:
    chunks = chunk_document(document)
    analyser = QueryAnalyser((c.embed_text for c in chunks), document.abbreviations)
    return Mentions(chunks).lacking(analyser.analyse(question))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Any data in hairy cell leukaemia?", ["hairy cell leukaemia"]),
        ("sickle-cell disease and Lyme disease", ["sickle-cell disease", "Lyme disease"]),
        ("Crohn’s disease or Sjögren's syndrome", ["Crohn’s disease", "Sjögren's syndrome"]),
        ("Does it cause serotonin syndrome?", ["serotonin syndrome"]),
        ("Which non-Hodgkin lymphomas?", ["non-Hodgkin lymphomas"]),
        ("the Crohn's Disease Activity Index", []),
        ("ATRA in Crohn's Disease", ["Crohn's Disease"]),
        ("What is this syndrome of the many?", []),
        ("How many patients were enrolled and why?", []),
        ("", []),
    ],
)
def test_names_of_diseases_are_found_as_written(text: str, names: list[str]) -> None:
    assert list(named_diseases(text)) == names


def test_no_disease_that_the_article_prints_is_lacking(index: Index) -> None:
    mentions = Mentions(index.chunks)
    printed = {name for chunk in index.chunks for name in named_diseases(chunk.embed_text)}
    assert len(printed) > 30
    for name in printed:
        assert mentions.lacking(index.analyse(f"What of {name}?")) == (), name


@pytest.mark.parametrize("disease", ["polycythaemia vera", "Crohn’s disease", "whooping cough"])
def test_a_disease_that_is_never_mentioned_is_refused_by_name(
    assistant: Assistant, disease: str
) -> None:
    answer = assistant.answer(f"Does ATRA help in {disease}?")
    assert answer.refusal is not None
    assert f"never mentions “{disease}”" in answer.refusal.reason
    assert answer.refusal.nearest
    assert assistant.answer("Does ATRA help in aplastic anemia?").status == "answered"


def test_one_disease_that_is_mentioned_can_be_answered(index: Index) -> None:
    mentions = Mentions(index.chunks)
    asked = index.analyse("Is ATRA used in acute promyelocytic leukaemia or polycythaemia vera?")
    assert mentions.lacking(asked) == ()


TEXT = FRONT + (
    "1 Results\n\nThe hepatitis B virus came back in two patients. Metabolic disorders and a"
    " nephrotic syndrome were seen. Myelodysplastic syndromes (MDS) were not.\n"
)


@pytest.mark.parametrize(
    ("name", "is_mentioned"),
    [
        ("viral hepatitis", True),  # a relative of "virus"
        ("nephrotic syndromes", True),
        ("metabolic syndrome", False),  # both words, not side by side
        ("MDS", True),
        ("myelodysplastic syndrome", True),
        ("bacterial hepatitis syndrome", False),
        ("viral pneumonia", False),
    ],
)
def test_a_name_is_mentioned_in_relatives_of_its_words(name: str, is_mentioned: bool) -> None:
    document = read(TEXT)
    lacking = lacking_in(document, f"How common is {name}?")
    assert (lacking == ()) is is_mentioned


def test_only_the_articles_asked_count() -> None:
    document = read(TEXT)
    chunks = chunk_document(document)
    analyser = QueryAnalyser((c.embed_text for c in chunks), document.abbreviations)
    asked = analyser.analyse("Did a nephrotic syndrome occur?")
    mentions = Mentions(chunks)
    assert mentions.lacking(asked, ["example"]) == ()
    assert mentions.lacking(asked, ["another"]) == ("nephrotic syndrome",)


@pytest.mark.parametrize(
    ("name", "is_mentioned"),
    [
        ("vitamin A", True),
        ("vitamin D", True),
        ("vitamins D", True),
        ("vitamin B12", True),
        ("vitamin B", False),
        ("vitamin E", False),
        ("hepatitis C", False),
        ("factor VIII", True),
        ("factor V", False),
        ("vitamin d", True),
        ("vitamin b12", True),
        ("vitamin e", False),
        ("hepatitis c", False),
    ],
)
def test_a_letter_tells_one_vitamin_from_another(name: str, is_mentioned: bool) -> None:
    document = read(
        FRONT
        + "1 Results\n\nVitamins A and D were low, vitamin B12 and coagulation factor VIII high.\n"
        "\nHepatitis B was frequent.\n"
    )
    lacking = lacking_in(document, f"What did {name} do?")
    assert lacking == (() if is_mentioned else (name,))


def test_a_syndrome_is_named_with_the_words_that_belong_to_it(index: Index) -> None:
    mentions = Mentions(index.chunks)
    for question, name in {
        "How often does retinoic acid syndrome occur?": "retinoic acid syndrome",
        "Does ATRA cause differentiation syndrome?": "differentiation syndrome",
        "Why does ATRA syndrome happen?": "ATRA syndrome",
    }.items():
        assert mentions.lacking(index.analyse(question)) == (name,)


def test_no_condition_that_the_article_prints_is_lacking(index: Index) -> None:
    mentions = Mentions(index.chunks)
    words = {word for chunk in index.chunks for word in re.findall(r"[A-Za-z]+", chunk.embed_text)}
    printed = {word for word in words if condition_stem(word)}
    assert len(printed) > 15
    for word in printed:
        assert mentions.lacking(index.analyse(f"What of {word}?")) == (), word


@pytest.mark.parametrize(
    ("word", "is_mentioned"),
    [
        ("hepatitis", True),
        ("neutropenia", True),  # in "neutropenic"
        ("tuberculosis", True),  # in "tuberculous"
        ("anaemia", True),  # as "anemia"
        ("hypertriglyceridaemia", False),
        ("pneumonitis", False),
        ("osteoporosis", False),
        ("diploma", True),  # no condition
        ("hepattytis", True),  # a slip
        ("neutrofenia", True),
        ("prognosis", True),
    ],
)
def test_a_condition_is_known_by_its_ending(word: str, is_mentioned: bool) -> None:
    document = read(
        FRONT
        + "1 Results\n\nHepatitis, anemia, neutropenic fever and tuberculous meningitis came.\n"
    )
    lacking = lacking_in(document, f"How often did {word} occur?")
    assert lacking == (() if is_mentioned else (word,))


def test_an_organ_is_no_inflammation_of_it(index: Index) -> None:
    mentions = Mentions(index.chunks)
    assert any("pancreatic" in chunk.embed_text for chunk in index.chunks)
    assert mentions.lacking(index.analyse("Does ATRA cause pancreatitis?")) == ("pancreatitis",)


def test_a_condition_may_lend_its_name_to_something_else(index: Index) -> None:
    mentions = Mentions(index.chunks)
    assert mentions.lacking(index.analyse("Does it help in osteoporosis?")) == ("osteoporosis",)
    assert mentions.lacking(index.analyse("Does the osteoporosis drug help?")) == ()
    assert mentions.lacking(index.analyse("the Osteoporosis Quality Scale")) == ()


def test_a_condition_that_is_never_mentioned_is_refused_by_name(assistant: Assistant) -> None:
    answer = assistant.answer("How often does hypertriglyceridaemia occur on ATRA?")
    assert answer.refusal is not None
    assert "never mentions “hypertriglyceridaemia”" in answer.refusal.reason


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Does it work in CML?", ("CML",)),
        ("tretinoin for ttp", ("ttp",)),
        ("Does it work in ITP?", ()),
        ("Does it work in XQZ?", ()),  # letters that nobody has listed
        ("Who gave it, and all of it?", ()),
    ],
)
def test_letters_that_are_listed_for_a_disease(
    index: Index, question: str, lacking: tuple[str, ...]
) -> None:
    assert Mentions(index.chunks).lacking(index.analyse(question)) == lacking
