from itertools import chain
from pathlib import Path

import pytest

from index.lay_words import LAY_WORDS, LEXICONS, LayWordsError, read_lay_words
from index.vocabulary import Phrase, phrase


def lexicon(folder: Path, *lines: str) -> Path:
    path = folder / "words.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_equal_wordings_lead_to_one_another(tmp_path: Path) -> None:
    words = read_lay_words(lexicon(tmp_path, "heart attack\t=\tmyocardial infarction ; MI"))
    attack, infarction, short = phrase("heart attack"), phrase("myocardial infarction"), ("mi",)
    assert words.wordings[attack] == {infarction: "myocardial infarction", short: "MI"}
    assert words.wordings[infarction] == {attack: "heart attack", short: "MI"}
    assert set(words.wordings[short]) == {attack, infarction}


def test_a_kind_does_not_lead_back(tmp_path: Path) -> None:
    words = read_lay_words(lexicon(tmp_path, "# kinds", "", "blood thinner\t>\theparin ; warfarin"))
    assert set(words.wordings) == {phrase("blood thinner")}
    assert words.terms == {"blood", "thinner", "heparin", "warfarin"}


def test_a_wording_is_found_where_it_stands_in_any_inflection(tmp_path: Path) -> None:
    words = read_lay_words(lexicon(tmp_path, "water tablet\t>\tdiuretic"))
    found = list(words.find(phrase("Which Water Tablets, or a tablet?")))
    assert found == [(0, 2, {("diuret",): "diuretic"})]


def test_the_longest_wording_wins(tmp_path: Path) -> None:
    path = lexicon(
        tmp_path,
        "clot\t>\tthrombus",
        "lung\t>\tpulmonary",
        "clot in the lung\t=\tpulmonary embolism",
    )
    words = read_lay_words(path)
    (found,) = words.find(phrase("a clot in the lung"))
    assert found == (0, 2, {("pulmonari", "embol"): "pulmonary embolism"})


@pytest.mark.parametrize(
    ("line", "what"),
    [("clot", "tab"), ("clot\t~\tthrombus", "tab"), ("clot\t=\tof the", "of the")],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = lexicon(tmp_path, "# a comment", line)
    with pytest.raises(LayWordsError, match=f"line 2: .*{what}"):
        read_lay_words(path)


def test_the_lexicon_of_the_project_covers_all_of_medicine() -> None:
    words = read_lay_words(LAY_WORDS)
    assert len(words.wordings) > 500
    for everyday, medical in (
        ("heart attack", "myocardial infarction"),
        ("blood thinners", "anticoagulant"),
        ("water tablets", "diuretic"),
        ("side effects", "toxicity"),
        ("womb", "uterus"),
        ("germs", "pathogen"),
        ("paracetamol", "acetaminophen"),
        ("low blood sugar", "hypoglycemia"),
        ("kidney failure", "renal insufficiency"),
    ):
        assert phrase(medical) in words.wordings[phrase(everyday)]


def test_no_wording_of_several_words_is_looked_for_by_one_of_them() -> None:
    """ "Under the skin" would be looked for as "skin", for the rest is grammar."""
    lines = LAY_WORDS.read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines if line and not line.startswith("#")]
    wordings = chain.from_iterable((first, *rest.split(";")) for first, _, rest in fields)
    several = [wording for wording in wordings if len(wording.split()) > 1]
    assert [wording for wording in several if len(phrase(wording)) < 2] == ACCEPTED


ACCEPTED = ["throwing up", "grown up", "flare up"]
"""Here the other word alone means the same."""


def test_no_wording_denies_for_the_denial_is_not_looked_for() -> None:
    for lexicon in LEXICONS:
        for line in lexicon.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                assert {"not", "no", "without", "never"}.isdisjoint(line.lower().split()), line


def test_an_ending_stands_for_the_words_that_have_it(tmp_path: Path) -> None:
    path = lexicon(tmp_path, "kinase blocker ; KB\t>\t-tinib ; salt", "herb\t=\tweed")
    words = read_lay_words(path).among(["gefitinib", "tinib", "xtinib", "imatinib", "iron"])
    members: dict[Phrase, str] = {
        ("gefitinib",): "gefitinib",
        ("imatinib",): "imatinib",
        ("salt",): "salt",
    }
    assert words.wordings[phrase("kinase blocker")] == {("kb",): "KB"} | members
    assert words.wordings[("kb",)] == {phrase("kinase blocker"): "kinase blocker"} | members
    assert words.classes == {phrase("kinase blocker"), ("kb",)}


@pytest.mark.parametrize("line", ["-tinib\t>\tdrug", "drug\t=\t-tinib", "a drug ; -mab\t>\tdrugs"])
def test_an_ending_is_only_a_kind(tmp_path: Path, line: str) -> None:
    with pytest.raises(LayWordsError, match="line 1: the ending “-"):
        read_lay_words(lexicon(tmp_path, line))


def test_classes_of_medicines_have_their_members() -> None:
    names = ["imatinib", "rituximab", "decitabine", "enalapril", "april", "cholesterol"]
    words = read_lay_words(*LEXICONS).among(names)
    for kind, member in (
        ("tyrosine kinase inhibitors", "imatinib"),
        ("monoclonal antibody", "rituximab"),
        ("hypomethylating agents", "decitabine"),
        ("ACE inhibitor", "enalapril"),
    ):
        assert phrase(member) in words.wordings[phrase(kind)]
    known = {other for others in words.wordings.values() for other in others.values()}
    assert known.isdisjoint(("april", "cholesterol"))
