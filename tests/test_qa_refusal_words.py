import pytest

from index.build import build_index
from index.retrieval import Index
from qa.refusal_words import is_everyday, missing_terms
from tests.articles import FRONT, read
from tests.embedders import HashingEmbedder

TEXT = FRONT + "1 Results\n\nIron tablets improved sleep. A disease of the cell was common.\n"


@pytest.fixture(scope="module")
def small() -> Index:
    return build_index([read(TEXT)], HashingEmbedder())


def test_the_words_that_the_article_lacks_are_named_once_as_asked(index: Index) -> None:
    query = index.analyse("Metformin or penguins in ITP? Does Metformin?")
    assert missing_terms(query) == ("Metformin", "penguins")


def test_everyday_words_are_not_named_as_missing(index: Index) -> None:
    query = index.analyse("Has metformin been tried, and would it help to swallow it?")
    assert missing_terms(query) == ("metformin",)


def test_a_slip_or_an_abbreviation_is_not_missing(index: Index) -> None:
    assert missing_terms(index.analyse("danazoll for immune thrombocytopenia (ITP)")) == ()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Is iron given in sickle cell disease?", ("sickle cell disease",)),
        ("Is iron safe in pregnancy?", ("pregnancy",)),
        ("What defines the sleep of iron?", ()),
        ("Who won the football cup?", ("football", "cup")),
        ("Was headache lowered by iron?", ("headache",)),
        ("Were they alive on iron?", ()),
        ("Which gearbox oil fits the tablets?", ("gearbox",)),
        ("How does a diesel engine run?", ("diesel",)),
        ("What price has iron?", ("price",)),
        ("Doesn't it hold, or hasn’t it the biggest price?", ("price",)),
        ("Is it worthwhile altogether in asthma?", ("asthma",)),
        ("What did asthma show?", ("asthma",)),
        ("Which tablets appear in asthma?", ("asthma",)),
        ("What of an earlier gearbox?", ("gearbox",)),
        ("Which gearbox turns it into the form of asthma?", ("gearbox", "asthma")),
        ("Who found that asthma matters at the moment?", ("asthma",)),
        ("Did the difference persist together for six months in asthma?", ("difference", "asthma")),
    ],
)
def test_a_refusal_names_nouns_and_not_verbs(
    small: Index, question: str, named: tuple[str, ...]
) -> None:
    assert missing_terms(small.analyse(question)) == named


def test_words_that_stand_for_what_is_given_are_left_out(small: Index) -> None:
    query = small.analyse("What percentage had malaria?")
    assert missing_terms(query, {"percentage"}) == ("malaria",)


def test_everyday_words_are_known_in_either_case() -> None:
    assert is_everyday("Swallow")
    assert not is_everyday("pregnancy")
