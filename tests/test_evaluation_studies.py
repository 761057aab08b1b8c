"""Which primary studies a question asks for."""

from dataclasses import replace

import pytest

from corpus.types import Document
from qa.evaluation.locate import Locator
from qa.evaluation.studies import printed_form, resolve_sources
from qa.evaluation.types import Question
from tests.evaluation_samples import article, mention

SMITH, JONES = frozenset({"Smith, 2019"}), frozenset({"Jones, 2020"})


def studies(
    document: Document, evidence: str, *sources: str
) -> tuple[tuple[frozenset[str], ...], list[str]]:
    question = Question("q", "passage", "?", evidence=((evidence,),), sources=sources)
    task, problems = Locator([document]).task(question)
    assert problems == []
    return resolve_sources(task, [document])


@pytest.mark.parametrize(
    "printed", ["Smith et al., 2019", "(Smith et al., 2019)", "Smith et al. (2019)"]
)
def test_a_citation_is_known_in_every_printed_form(printed: str) -> None:
    assert studies(article(), "Low ferritin", printed) == ((SMITH,), [])


def test_an_entry_may_be_named_by_its_key() -> None:
    assert studies(article(), "Ferritin and legs", "Smith, 2019")[0] == (
        frozenset({"Smith, 2019"}),
    )


def test_what_is_cited_at_the_evidence_decides_what_a_citation_means() -> None:
    document = article()
    text = "Others agree (Smith et al., 2019)."
    results = replace(
        document.sections[1],
        text=text,
        mentions=(mention(text, "Smith et al., 2019", "r2"),),
    )
    document = replace(document, sections=(document.sections[0], results))
    assert studies(document, "Others agree", "Smith et al., 2019")[0] == (
        frozenset({"Jones, 2020"}),
    )
    assert studies(document, "Low ferritin", "Smith et al., 2019")[0] == (
        frozenset({"Smith, 2019"}),
    )
    assert studies(document, "NCT00000001", "Smith et al., 2019")[0] == (SMITH | JONES,)


def test_a_citation_that_nothing_resolves_has_no_key() -> None:
    document = article()
    bare = replace(document.sections[0], mentions=())
    document = replace(document, sections=(bare, document.sections[1]))
    assert studies(document, "Low ferritin", "Smith et al., 2019") == ((frozenset(),), [])


def test_a_citation_that_is_not_printed_is_an_error_of_the_set() -> None:
    keys, problems = studies(article(), "Low ferritin", "Brown et al., 1999")
    assert keys == (frozenset(),)
    assert "'Brown et al., 1999'" in problems[0]


def test_letters_and_years_tell_citations_apart() -> None:
    forms = {printed_form(c) for c in ("Wu et al., 2022", "Wu et al., 2022a", "Wu X. et al., 2022")}
    assert len(forms) == 3
