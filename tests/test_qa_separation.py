"""What is said of others is no answer for the people, or the medicine, that is asked about."""

import pytest

from index.chunking import chunk_document
from index.query import QueryAnalyser
from qa.assistant import Assistant
from qa.conditions import Mentions
from qa.separation import separated
from tests.articles import FRONT, read

TEXT = FRONT + (
    "1 Results\n\nSalt was given to children with a nephropathy, and to toddlers with TRX.\n\n"
    "2 More\n\nVasculitis was seen in adults. Gestational use of ORB was not studied.\n\n"
    "3 Last\n\nOlder drugs for KLM were dropped. Zorbatinib slows quibbler syndrome (QS).\n"
)


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("Does salt help children with vasculitis?", ("children", "vasculitis")),
        ("Does salt help children with nephropathy?", ()),
        ("Is it given in paediatric TRX?", ()),  # toddlers
        ("Is it given in paediatric ORB?", ("paediatric", "ORB")),
        ("Is ORB used in pregnancy?", ()),
        ("Is TRX used in pregnancy?", ("pregnancy", "TRX")),
        ("Is TRX used in the elderly?", ("elderly", "TRX")),  # the article knows "older"
        ("Are there older drugs for TRX?", ()),
        ("Does salt help children?", ()),
        ("Does salt help adults with TRX?", ()),
        ("Does zorbatinib help in vasculitis?", ("zorbatinib", "vasculitis")),
        ("Does zorbatinib help in quibbler syndrome?", ()),
        ("Does zorbatinib help in QS?", ()),
        ("Do QS patients with vasculitis get zorbatinib?", ("zorbatinib", "vasculitis")),
        ("Which study that tests zorbatinib is in vasculitis?", ()),
        ("Does zorbatinib lead to vasculitis?", ()),
        ("Does salt help in QS?", ()),  # no medicine by its name
        ("Does zorbatinib act on TRX?", ()),  # no condition by its name
    ],
)
def test_a_group_and_a_condition_that_stand_nowhere_together(
    question: str, apart: tuple[str, ...]
) -> None:
    document = read(TEXT)
    chunks = chunk_document(document)
    analyser = QueryAnalyser((c.embed_text for c in chunks), document.abbreviations)
    assert separated(analyser.analyse(question), Mentions(chunks)) == apart


def test_it_is_refused_with_both_named(assistant: Assistant) -> None:
    answer = assistant.answer("response rate of ATRA in children with ITP")
    assert answer.refusal is not None
    assert "mentions “children” and “ITP”, but never together" in answer.refusal.reason
    assert assistant.answer("response rate of ATRA in children with APL").refusal is None
