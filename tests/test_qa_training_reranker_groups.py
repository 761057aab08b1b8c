"""Groups of a question, a text that answers it and texts that do not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.types import Embedder
from qa.evaluation.sets.plain import paragraph_anchor, paragraph_sections, plain_document
from qa.evaluation.types import Place, Question, Task
from qa.training.reranker_groups import (
    NEGATIVES,
    Group,
    Source,
    groups,
    read_groups,
    sources,
    write_groups,
)
from tests import public_samples
from tests.embedders import HashingEmbedder

RIVERS = ("Amber", "Birch", "Cedar", "Daisy", "Elder", "Fern", "Gorse", "Hazel", "Iris", "Kale")
PARAGRAPHS = [
    f"The {name} river is {100 + 10 * number} km long. Its water is cold. Boats sail on it in May."
    for number, name in enumerate(RIVERS)
]
DOCUMENT = plain_document("rivers", "Rivers", paragraph_sections("Rivers", PARAGRAPHS))


def task(number: int) -> Task:
    end = PARAGRAPHS[number].index(".") + 1
    place = Place("rivers", paragraph_anchor(number + 1), 0, end)
    asked = f"How long is the {RIVERS[number]} river?"
    return Task(Question(f"q{number}", "passage", asked), ((place,),))


def source(*, incomplete: bool = False) -> Source:
    tasks = [task(number) for number in range(len(RIVERS))]
    return Source("rivers", tasks, [DOCUMENT], incomplete)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return HashingEmbedder()


def test_the_first_text_holds_the_evidence_and_no_other_does(embedder: Embedder) -> None:
    found = list(groups(source(), embedder))
    assert len(found) == len(RIVERS)
    for group in found:
        name = next(name for name in RIVERS if name in group.question)
        length = 100 + 10 * RIVERS.index(name)
        assert f"The {name} river is {length} km long." in group.texts[0]
        assert group.answered
        assert len(group.texts) == 1 + NEGATIVES
        assert not any(f"is {length} km" in text for text in group.texts[1:])
        assert all(text.startswith("Rivers") for text in group.texts)


def test_a_sentence_beside_the_answer_is_a_negative_of_some(embedder: Embedder) -> None:
    beside = [
        group
        for group in groups(source(), embedder)
        if any("Its water" in text and "long" not in text for text in group.texts[1:])
        or any("Boats" in text and "long" not in text for text in group.texts[1:])
    ]
    assert 0 < len(beside) < len(RIVERS)


def test_the_same_source_gives_the_same_groups(embedder: Embedder) -> None:
    assert list(groups(source(), embedder)) == list(groups(source(), embedder))


def test_where_not_all_evidence_is_marked_a_shared_figure_is_no_negative(
    embedder: Embedder,
) -> None:
    again = "The Amber was measured: 100 km, they say. " * 2
    paragraphs = [*PARAGRAPHS, again]
    document = plain_document("rivers", "Rivers", paragraph_sections("Rivers", paragraphs))

    def negatives(*, incomplete: bool) -> str:
        found = groups(Source("rivers", [task(0)], [document], incomplete), embedder)
        return " ".join(next(iter(found)).texts[1:])

    assert "they say" in negatives(incomplete=False)
    assert "they say" not in negatives(incomplete=True)


def test_a_question_without_enough_to_tell_apart_makes_no_group(embedder: Embedder) -> None:
    alone = plain_document("rivers", "Rivers", paragraph_sections("Rivers", PARAGRAPHS[:3]))
    assert list(groups(Source("rivers", [task(0)], [alone]), embedder)) == []
    elsewhere = replace(task(0), gold=((Place("rivers", "nowhere", 0, 5),),))
    assert list(groups(Source("rivers", [elsewhere], [DOCUMENT]), embedder)) == []


def test_what_measures_is_not_learned_from(tmp_path: Path) -> None:
    public_samples.write_all(tmp_path)
    (tmp_path / "squad").mkdir()
    held_out = json.loads((tmp_path / "squad2" / "dev-v2.0.json").read_text())
    summer = json.loads(json.dumps(held_out).replace("Winter", "Summer").replace('"s', '"w'))
    both = {"data": [*held_out["data"], *summer["data"]]}
    (tmp_path / "squad" / "some.json").write_text(json.dumps(both))
    rows = (tmp_path / "fetaqa" / "fetaqa_dev.jsonl").read_text()
    other = rows.replace("Bridges", "Gates")
    (tmp_path / "fetaqa" / "fetaqa_test.jsonl").write_text(other)
    public_samples.write_lines(
        tmp_path / "scifact" / "corpus.jsonl",
        [{"_id": "1", "title": "Bats.", "text": "", "sentences": ["Bats sleep."]}],
    )
    evidence = [{"qid": "10", "doc_id": "1", "label": "SUPPORT", "sentences": [0]}]
    public_samples.write_lines(tmp_path / "scifact" / "evidence_train.jsonl", evidence)
    found = {one.name: one for one in sources(tmp_path)}
    titles = {name: {one.title for one in source.documents} for name, source in found.items()}
    assert titles["some"] == {"Summer"}
    assert titles["fetaqa"] == {"Gates"}
    assert titles["evidence-inference"] == set()
    assert {task.question.id for task in found["scifact"].tasks} == {"10"}


def test_groups_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = [Group("a", "Wie groß?", ("α", "β")), Group("b", "?", ("x", "y", "z"))]
    write_groups(written, tmp_path / "groups.jsonl")
    assert read_groups(tmp_path / "groups.jsonl") == written
    (tmp_path / "others.jsonl").write_text('{"question": "Which?"}\n')
    with pytest.raises(ValueError, match="texts"):
        read_groups(tmp_path / "others.jsonl")


def test_a_question_without_an_answer_has_negatives_alone(embedder: Embedder) -> None:
    asked = "How deep is the Amber river?"
    task = Task(Question("none", "passage", asked, documents=("rivers",)), ())
    (found,) = groups(Source("rivers", [task], [DOCUMENT]), embedder)
    assert not found.answered
    assert len(found.texts) == NEGATIVES
    assert any("The Amber river is 100 km long." in text for text in found.texts)


def test_the_evidence_of_a_claim_is_its_sentences(tmp_path: Path) -> None:
    public_samples.write_all(tmp_path)
    sentences = ["Owls hunt. ", "They do so at night."]
    public_samples.write_lines(
        tmp_path / "scifact" / "corpus.jsonl",
        [
            {"_id": "1", "title": "Bats.", "text": "", "sentences": ["Bats sleep."]},
            {"_id": "3", "title": "Owls.", "text": "", "sentences": sentences},
        ],
    )
    public_samples.write_lines(
        tmp_path / "scifact" / "evidence_train.jsonl",
        [{"qid": "11", "doc_id": "3", "label": "CONTRADICT", "sentences": [1]}],
    )
    public_samples.write_lines(
        tmp_path / "fetaqa" / "fetaqa_test.jsonl",
        [
            {"qid": "1", "question": "?", "page": "P", "section": "", "table": [["a"], ["b"]]}
            | {"gold_rows": [1]}
        ],
    )
    (tmp_path / "squad").mkdir()
    *_, claims = sources(tmp_path)
    (task,) = claims.tasks
    ((place,),) = task.gold
    document = next(one for one in claims.documents if one.id == place.document)
    assert document.text_of(place.anchor)[place.start : place.end] == "They do so at night."


def test_only_articles_whose_licence_permits_any_use_are_learned_from(tmp_path: Path) -> None:
    public_samples.write_all(tmp_path)
    rows = (tmp_path / "fetaqa" / "fetaqa_dev.jsonl").read_text()
    (tmp_path / "fetaqa" / "fetaqa_test.jsonl").write_text(rows)
    base = tmp_path / "evidence_inference"
    licences = {
        "PMC2": "http://creativecommons.org/licenses/by/4.0/",
        "PMC3": "http://creativecommons.org/licenses/by-nc/4.0/",
        "PMC4": "",
    }
    asked = []
    for name, licence in licences.items():
        stated = f"<permissions><license>{licence}</license></permissions>"
        article = public_samples.NXML.replace("</article-meta>", f"{stated}</article-meta>")
        assert stated in article
        (base / "nxml" / f"{name}.nxml").write_text(article, encoding="utf-8")
        for number in range(3):
            evidence = [{"text": "slept 30 minutes more"}]
            asked.append(
                {
                    "prompt_id": f"{name}-{number}",
                    "pmcid": name,
                    "question": f"What was the effect of tea on sleep in group {number}?",
                    "split": "train",
                    "evidence": evidence,
                }
            )
    public_samples.write_lines(base / "questions.jsonl", asked)
    found = next(one for one in sources(tmp_path) if one.name == "evidence-inference")
    assert {document.id for document in found.documents} == {"PMC2"}
    assert len(found.tasks) == 3
