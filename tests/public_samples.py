"""Made-up samples of the public sets, in the formats of their files."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

ARTICLE = (
    "Bats of the northern caves\n\n"
    "Abstract: We counted bats in forty caves. Most caves held fewer than ten bats.\n\n"
    "Text: The largest colony had 812 animals. It lived behind a waterfall."
)
OTHER_ARTICLE = "Snails of the southern shore\n\nText: Snails were rare. We found 7 of them in all."


def write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def span(text: str, answer: str) -> dict[str, object]:
    start = text.index(answer)
    return {"text": answer, "start": start, "end": start + len(answer)}


def covid_qa(folder: Path) -> None:
    write_lines(
        folder / "covid_qa" / "articles.jsonl",
        [
            {"article_id": "a1", "first_line": "Bats of the northern caves", "text": ARTICLE},
            {"article_id": "a2", "first_line": "Snails", "text": OTHER_ARTICLE},
        ],
    )
    asked = [
        ("q1", "How large was the largest colony?", "a1", [span(ARTICLE, "812 animals")]),
        ("q2", "How many snails were found?", "a2", [span(OTHER_ARTICLE, "7")]),
        ("q3", "Who paid for it?", "a2", []),
    ]
    write_lines(
        folder / "covid_qa" / "questions.jsonl",
        [
            {"qid": qid, "question": question, "article_id": article, "answers": answers}
            for qid, question, article, answers in asked
        ],
    )


def scifact(folder: Path) -> None:
    base = folder / "scifact"
    write_lines(
        base / "corpus.jsonl",
        [
            {"_id": "1", "title": "Bats.", "text": "Bats sleep in caves. They hang."},
            {"_id": "2", "title": "Snails.", "text": "Snails live on the shore."},
            {"_id": "3", "title": "Owls.", "text": "Owls hunt at night."},
        ],
    )
    write_lines(
        base / "queries.jsonl",
        [{"_id": "10", "text": "Bats sleep."}, {"_id": "11", "text": "Owls are diurnal."}],
    )
    (base / "qrels").mkdir()
    (base / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n10\t1\t1\n11\t3\t1\n", encoding="utf-8"
    )


def squad2(folder: Path) -> None:
    context = "The lake froze in 1901. Boats were pulled ashore."
    questions = [
        {
            "id": "s1",
            "question": "When did the lake freeze?",
            "answers": [{"text": "1901", "answer_start": context.index("1901")}],
            "is_impossible": False,
        },
        {
            "id": "s2",
            "question": "When did the river freeze?",
            "answers": [],
            "is_impossible": True,
        },
    ]
    article = {"title": "Winter", "paragraphs": [{"context": context, "qas": questions}]}
    path = folder / "squad2" / "dev-v2.0.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"version": "v2.0", "data": [article]}), encoding="utf-8")


def fetaqa(folder: Path) -> None:
    bridges = [["Bridge", "Year"], ["Long Bridge", "1901"], ["Short Bridge", "1950", "closed"]]
    towers = [["Tower", "Height"], ["West Tower", "40 m"], ["East Tower", "60 m"]]
    asked = [
        ("t1", "When was Long Bridge built?", "Bridges", "List", bridges, [1]),
        ("t2", "Which bridges are there?", "Bridges", "List", bridges, [0, 1, 2]),
        ("t3", "Which tower is 60 m high?", "Towers", "", towers, [2]),
        ("t4", "What is listed?", "Towers", "", towers, [0]),
    ]
    names = ("qid", "question", "page", "section", "table", "gold_rows")
    write_lines(
        folder / "fetaqa" / "fetaqa_dev.jsonl",
        [dict(zip(names, entry, strict=True)) for entry in asked],
    )


NXML = """<?xml version="1.0"?>
<!DOCTYPE article [<!ENTITY secret SYSTEM "secret.txt"> <!ENTITY word "expanded">]>
<article><front><article-meta>
<title-group><article-title>A <italic>sleep</italic> trial</article-title></title-group>
<abstract><sec><title>Results</title><p>Sleep was longer with tea.</p></sec></abstract>
</article-meta></front>
<body><sec><title>Results</title>
<p>Tea drinkers slept 30&#160;minutes more<xref ref-type="bibr" rid="r1">1</xref>.
<table-wrap id="T1"><label>Table 1</label><caption><p>Sleep by group</p></caption>
<table><thead><tr><th rowspan="2">Outcome</th><th colspan="2">Group</th></tr>
<tr><th>Tea</th><th>Water</th></tr></thead>
<tbody><tr><td rowspan="2">Night</td><td>8 h</td><td>7 h</td></tr>
<tr><td>7.5 h</td><td>7 h</td></tr>
<tr><td colspan="3">All nights</td></tr></tbody></table>
<table-wrap-foot><p>h, hours</p></table-wrap-foot></table-wrap>
Nobody left the study. &secret;&word;</p>
<sec><title>Adverse events</title><p>There were none.</p><!-- a remark -->
<fig id="F1"><label>Figure 1</label><caption><p>Flow of participants</p></caption></fig></sec>
</sec></body>
<back><ack><title>Thanks</title><p>To the sleepers.</p></ack>
<ref-list><ref id="r1"><mixed-citation>Sleep, 1901.</mixed-citation></ref></ref-list></back>
</article>
"""


def evidence_inference(folder: Path) -> None:
    base = folder / "evidence_inference"
    (base / "nxml").mkdir(parents=True)
    (base / "nxml" / "PMC1.nxml").write_text(NXML, encoding="utf-8")
    (base / "nxml" / "secret.txt").write_text("LEAKED", encoding="utf-8")
    common = {"pmcid": "PMC1", "question": "What was the effect of tea on sleep?"}
    write_lines(
        base / "questions.jsonl",
        [
            # The source's white space differs from the article's.
            {"prompt_id": "e1", **common, "evidence": [{"text": "slept 30 minutes\nmore1 ."}]},
            {"prompt_id": "e2", **common, "evidence": [{"text": "Night 8 h 7 h"}]},
        ],
    )
    rows = [("r1", [2]), ("r2", [1, 3]), ("r3", [0])]
    write_lines(
        base / "table_row_questions.jsonl",
        [
            {"prompt_id": name, **common, "table_wrap_id": "T1", "row_indices": indices}
            for name, indices in rows
        ],
    )


TURNS = [
    ("31_1", [], "What is throat cancer?", "What is throat cancer?", None),
    (
        "31_2",
        ["What is throat cancer?"],
        "Is it treatable?",
        "Is throat cancer treatable?",
        "Throat cancer is treatable when found early.",
    ),
    (
        "31_3",
        ["What is throat cancer?", "Is it treatable?"],
        "Tell me about lung cancer.",
        "Tell me about lung cancer.",
        "Lung cancer begins in the lungs.",
    ),
]


def trec_cast(folder: Path) -> None:
    write_lines(
        folder / "trec_cast" / "turns.jsonl",
        [
            {
                "year": 2021,
                "qid": qid,
                "history": [{"user": user, "answer": None} for user in history],
                "raw": raw,
                "rewrite": rewrite,
                "passage": passage,
            }
            for qid, history, raw, rewrite, passage in TURNS
        ],
    )


def write_all(folder: Path) -> None:
    for write in (covid_qa, scifact, squad2, fetaqa, evidence_inference, trec_cast):
        write(folder)
