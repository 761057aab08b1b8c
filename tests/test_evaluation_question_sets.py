"""Every format is read whole, or refused with file and line."""

import json
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.errors import QuestionSetError
from qa.evaluation.question_set import QuestionSet, set_digest
from qa.evaluation.sets.opening import BUNDLED_SET, open_question_set
from tests.articles import bundled
from tests.evaluation_samples import LINES, article, row_place, write_lines


def problems_of(path: Path, **options: Any) -> list[tuple[str, int, str]]:
    with pytest.raises(QuestionSetError) as caught:
        open_question_set(path, [article()], **options)
    return [(p.path.name, p.line, p.message) for p in caught.value.problems]


def read(path: Path, **options: Any) -> QuestionSet:
    return open_question_set(path, [article()], **options)


def changed(number: int, **fields: Any) -> list[dict[str, Any]]:
    """The sample lines with one of them changed; a field of None is left out."""
    lines = [dict(line) for line in LINES]
    lines[number - 1] = {k: v for k, v in {**lines[number - 1], **fields}.items() if v is not None}
    return lines


class TestProjectFormat:
    def test_every_field_is_read(self, tmp_path: Path) -> None:
        questions = read(write_lines(tmp_path / "set.jsonl"))
        assert questions.name == "set"
        assert [task.question.id for task in questions.tasks] == ["q1", "q2", "q3", "q4", "q5"]
        q1, q2, q3, q4, _ = questions.tasks
        assert q1.question.sources == ("Smith et al., 2019",)
        assert q1.question.answers == (("ferritin",),)
        assert q2.gold == ((row_place(article(), "t1-r1"),), (row_place(article(), "t1-r2"),))
        assert q3.question.history == ("Does sleep improve?",)
        assert not q4.answerable

    def test_only_a_line_feed_ends_a_line(self, tmp_path: Path) -> None:
        path = write_lines(tmp_path / "set.jsonl", changed(1, note="one\u2028two\u0085three"))
        raw = path.read_text(encoding="utf-8")
        path.write_text(
            raw.replace("\\u2028", "\u2028").replace("\\u0085", "\u0085"), encoding="utf-8"
        )
        assert read(path).tasks[0].question.note == "one\u2028two\u0085three"

    @pytest.mark.parametrize(
        ("number", "fields", "said"),
        [
            (1, {"type": "passages"}, "unknown type 'passages'"),
            (2, {"question": " "}, "question: "),
            (2, {"question": None}, "question: Field required"),
            (1, {"evidense": []}, "evidense: Extra inputs"),
            (1, {"evidence": []}, "type 'passage' needs evidence"),
            (1, {"evidence": "Low ferritin"}, "evidence: Input should be a valid list"),
            (1, {"evidence": [[]]}, "needs at least one string"),
            (1, {"evidence": [[" "]]}, "evidence.0.0"),
            (1, {"evidence": [["Low zinc"]]}, "not in the documents: 'Low zinc'"),
            (1, {"evidence": [["Iron matters"]]}, "2 places"),
            (1, {"sources": ["Brown, 1999"]}, "cited nowhere in the documents: 'Brown, 1999'"),
            (3, {"history": []}, "needs the history"),
            (3, {"history": ["Does sleep improve?"]}, "history.0"),
            (4, {"evidence": [["Low ferritin"]]}, "unanswerable question has no evidence"),
            (5, {"documents": ["zinc"]}, "unknown document 'zinc'; known: iron"),
            (5, {"id": "q1"}, "id 'q1' is already used in line 1"),
            (5, {"question": "What does iron cost?"}, "the same question is asked in line 4"),
            (2, {"id": 7}, "id: Input should be a valid string"),
        ],
    )
    def test_a_wrong_line_is_named(
        self, tmp_path: Path, number: int, fields: dict[str, Any], said: str
    ) -> None:
        found = problems_of(write_lines(tmp_path / "set.jsonl", changed(number, **fields)))
        assert [(name, line) for name, line, _ in found] == [("set.jsonl", number)]
        assert said in found[0][2]

    def test_every_wrong_line_is_named_at_once(self, tmp_path: Path) -> None:
        lines = changed(1, evidence=[["Low zinc"]])
        lines[4] = {**lines[4], "evidence": [["IFN-γ soars"]]}
        found = problems_of(write_lines(tmp_path / "set.jsonl", lines))
        assert [line for _, line, _ in found] == [1, 5]

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("", 0, "the set holds no question"),
            ("\n\n", 0, "the set holds no question"),
            ('{"id": "q1"\n', 1, "not JSON"),
            ("\n[1, 2]\n", 2, "valid dictionary"),
            ('{"id": "a", "id": "b"}\n', 1, "the name 'id' is used twice"),
        ],
    )
    def test_what_is_no_set_is_refused(
        self, tmp_path: Path, text: str, line: int, said: str
    ) -> None:
        path = tmp_path / "set.jsonl"
        path.write_text(text, encoding="utf-8")
        found = problems_of(path)
        assert found[0][1] == line
        assert said in found[0][2]

    def test_bytes_that_are_no_text_are_named_by_line(self, tmp_path: Path) -> None:
        path = tmp_path / "set.jsonl"
        path.write_bytes(json.dumps(LINES[0]).encode() + b'\n{"id": "\xff"}\n')
        assert problems_of(path) == [("set.jsonl", 2, "the file is not UTF-8 text")]

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        assert "cannot be read" in problems_of(tmp_path / "none.jsonl")[0][2]

    def test_a_set_for_another_article_says_so(self, tmp_path: Path) -> None:
        line = {"id": "q1", "type": "passage", "question": "?", "evidence": [["Zinc matters"]]}
        found = problems_of(write_lines(tmp_path / "set.jsonl", [line]))
        assert "no evidence at all was found" in found[0][2]
        assert found[1][1] == 1

    def test_a_split_is_a_part(self, tmp_path: Path) -> None:
        path = write_lines(tmp_path / "set.jsonl")
        assert [t.question.id for t in read(path, split="dev").tasks] == ["q1", "q2"]
        assert [t.question.id for t in read(path, limit=3).tasks] == ["q1", "q2", "q3"]
        assert (
            "no question has the split 'train'; there are: dev, test"
            in (problems_of(path, split="train")[0][2])
        )

    def test_anywhere_is_said_per_line(self, tmp_path: Path) -> None:
        lines = changed(1, evidence=[["Iron matters"]], anywhere=True)
        task = read(write_lines(tmp_path / "set.jsonl", lines)).tasks[0]
        assert len(task.gold[0]) == 2

    def test_the_bundled_set_is_sound(self) -> None:
        questions = open_question_set(BUNDLED_SET, [bundled()])
        assert len(questions.tasks) >= 150
        assert {task.question.split for task in questions.tasks} == {"dev", "test"}


class TestDigest:
    def test_it_changes_with_what_is_asked_and_required(self, tmp_path: Path) -> None:
        digest = read(write_lines(tmp_path / "a.jsonl")).digest
        assert read(write_lines(tmp_path / "b.jsonl")).digest == digest
        for fields in ({"question": "What else?"}, {"evidence": [["restless legs"]]}):
            other = read(write_lines(tmp_path / "c.jsonl", changed(1, **fields)))
            assert other.digest != digest

    def test_it_does_not_change_with_a_note(self, tmp_path: Path) -> None:
        digest = read(write_lines(tmp_path / "a.jsonl")).digest
        assert read(write_lines(tmp_path / "b.jsonl", changed(1, note="a trap"))).digest == digest

    def test_a_part_is_another_set(self, tmp_path: Path) -> None:
        whole = read(write_lines(tmp_path / "a.jsonl"))
        assert set_digest(whole.tasks[:2]) != whole.digest


SQUAD: dict[str, Any] = {
    "version": "v2.0",
    "data": [
        {
            "title": "Iron",
            "paragraphs": [
                {
                    "context": "Iron is a metal. Rust is red.",
                    "qas": [
                        {
                            "id": "a",
                            "question": "What colour is rust?",
                            "answers": [
                                {"text": "red", "answer_start": 25},
                                {"text": "Rust is red", "answer_start": 17},
                                {"text": "red", "answer_start": 25},
                            ],
                        },
                        {"id": "b", "question": "What is zinc?", "is_impossible": True},
                    ],
                }
            ],
        },
        {
            "title": "Iron",
            "paragraphs": [
                {"context": "Nothing is asked here.", "qas": []},
                {
                    "context": "Gold is soft.",
                    "qas": [
                        {
                            "id": "c",
                            "question": "What is soft?",
                            "answers": [{"text": "Gold", "answer_start": 0}],
                        }
                    ],
                },
            ],
        },
    ],
}


def write_squad(path: Path, text: str | None = None) -> Path:
    path.write_text(text if text is not None else json.dumps(SQUAD, indent=1), encoding="utf-8")
    return path


class TestSquad:
    def test_answers_are_places_in_the_articles_it_brings(self, tmp_path: Path) -> None:
        questions = read(write_squad(tmp_path / "set.json"))
        assert questions.brings_documents
        by_id = {document.id: document for document in questions.documents}
        assert list(by_id) == ["iron", "iron-2"]
        a, b, c = questions.tasks
        assert [by_id["iron"].sections[0].text[p.start : p.end] for p in a.gold[0]] == [
            "red",
            "Rust is red",
        ]
        assert (b.question.type, b.gold) == ("unanswerable", ())
        assert [(p.document, p.anchor) for p in c.gold[0]] == [("iron-2", "p2")]
        assert c.question.documents == ("iron-2",)

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('"answer_start": 25', '"answer_start": 24', "does not stand at character 24"),
            ('"answer_start": 0', '"answer_start": -13', "does not stand at character -13"),
            ('"is_impossible": true', '"is_impossible": false', "neither answers nor"),
            ('"id": "c"', '"id": "a"', "id 'a' is already used"),
            ('"question": "What is soft?"', '"question": ""', "the question is empty"),
        ],
    )
    def test_a_wrong_question_is_named_by_line(
        self, tmp_path: Path, old: str, new: str, said: str
    ) -> None:
        text = json.dumps(SQUAD, indent=1)
        found = problems_of(write_squad(tmp_path / "set.json", text.replace(old, new)))
        assert said in found[0][2]
        assert found[0][1] > 0

    def test_broken_json_is_named_by_line(self, tmp_path: Path) -> None:
        assert problems_of(write_squad(tmp_path / "set.json", '{"data": [\n  {]}'))[0][1] == 2

    def test_another_shape_is_named_by_field(self, tmp_path: Path) -> None:
        found = problems_of(write_squad(tmp_path / "set.json", '{"data": [{"paragraphs": 1}]}'))
        assert "data.0.paragraphs" in found[0][2]


def write_beir(folder: Path, qrels: str = "q1\td1\t1\nq1\td2\t2\nq2\td1\t0\n") -> Path:
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": f"d{n}", "title": f"Title {n}", "text": f"Text {n}."} for n in (1, 2, 3)]
    queries = [{"_id": f"q{n}", "text": f"Query {n}?"} for n in (1, 2)]
    write_lines(folder / "corpus.jsonl", corpus)
    write_lines(folder / "queries.jsonl", queries)
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + qrels)
    return folder


class TestBeir:
    def test_each_relevant_document_is_a_required_piece(self, tmp_path: Path) -> None:
        questions = read(write_beir(tmp_path / "beir"))
        assert questions.rule == "document"
        assert [document.id for document in questions.documents] == ["d1", "d2", "d3"]
        (task,) = questions.tasks  # the only judgement of q2 is 0
        assert [piece[0].document for piece in task.gold] == ["d1", "d2"]

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("q9\td1\t1\n", "unknown query 'q9'"),
            ("q1\td9\t1\n", "unknown document 'd9'"),
            ("q1\td1\n", "2 columns"),
            ("q1\td1\thigh\n", "'high' is not a whole number"),
            ("q1\td3\t1\nq1\td3\t1\n", "judged twice"),
        ],
    )
    def test_a_wrong_judgement_is_named_by_line(self, tmp_path: Path, line: str, said: str) -> None:
        found = problems_of(write_beir(tmp_path / "beir", "q1\td1\t1\n" + line))
        assert found[0][0] == "test.tsv"
        assert found[0][1] == 2 + len(line.splitlines())
        assert said in found[0][2]

    def test_only_a_line_feed_ends_a_judgement(self, tmp_path: Path) -> None:
        folder = write_beir(tmp_path / "beir", "q1\td\u2028x\t1\n")
        with (folder / "corpus.jsonl").open("a") as file:
            file.write(json.dumps({"_id": "d\u2028x", "text": "odd"}) + "\n")
        (task,) = read(folder).tasks
        assert task.gold[0][0].document == "d\u2028x"

    def test_an_unknown_split_is_refused(self, tmp_path: Path) -> None:
        assert "there are: test" in problems_of(write_beir(tmp_path / "b"), split="dev")[0][2]

    def test_a_document_given_twice_is_refused(self, tmp_path: Path) -> None:
        folder = write_beir(tmp_path / "beir")
        with (folder / "corpus.jsonl").open("a") as file:
            file.write('{"_id": "d1", "text": "again"}\n')
        assert problems_of(folder) == [
            ("corpus.jsonl", 4, "_id 'd1' is already used in line 1"),
        ]


class TestSpreadsheet:
    def write(self, path: Path, text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_line_separator_within_a_cell_ends_no_line(self, tmp_path: Path) -> None:
        text = "question,expected\nWhat\u2028matters?,Iron matters\nCost?,zinc\n"
        path = self.write(tmp_path / "set.csv", text)
        assert [number for _, number, _ in problems_of(path)] == [3]
        path = self.write(path, text.replace("zinc", ""))
        assert read(path).tasks[0].question.question == "What\u2028matters?"

    def test_expected_text_may_stand_anywhere(self, tmp_path: Path) -> None:
        text = '\ufeffQuestion,Expected\nWhat matters?,"Iron matters"\n\n"Cost,\nplease?",\n'
        first, second = read(self.write(tmp_path / "set.csv", text)).tasks
        assert [place.anchor for place in first.gold[0]] == ["s1", "s2"]
        assert first.question.answers == (("Iron matters",),)
        assert (second.question.type, second.question.id) == ("unanswerable", "4")

    @pytest.mark.parametrize(
        ("text", "line", "said"),
        [
            ("", 1, "lacks the column 'question'"),
            ("question,answer\n", 1, "lacks the column 'expected'"),
            ("question,expected\n", 0, "no question"),
            ("question,expected\nA?,Low ferritin,more\n", 2, "3 cells"),
            ('question,expected\n"A\n?",Low ferritin\nB?,Low zinc\n', 4, "'Low zinc'"),
            ("question,expected\n,Low ferritin\n", 2, "the question is empty"),
            ("question,expected,type\nA?,Low ferritin,odd\n", 2, "unknown type 'odd'"),
            ('question,expected\n"A?,Low\n', 2, "not CSV"),
        ],
    )
    def test_a_wrong_line_is_named(self, tmp_path: Path, text: str, line: int, said: str) -> None:
        found = problems_of(self.write(tmp_path / "set.csv", text))
        messages = [message for _, number, message in found if number == line]
        assert any(said in message for message in messages), found


def test_any_other_file_is_no_set(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_text("A?")
    assert "not a question set" in problems_of(path)[0][2]
