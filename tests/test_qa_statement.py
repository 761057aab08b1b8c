from dataclasses import replace

import pytest

from corpus.types import Document
from qa.attribution import attributions, in_own_voice, is_judgement
from qa.citation import Evidence, statement

# Sixty sentences of the bundled article drawn at random and read by hand: does the sentence
# report what somebody found, or do the authors of the review speak?

STUDY = [
    ("s1", "ATRA plays a role in tissue d"),
    ("s1", "Vitamin A is hydrolyzed to r"),
    ("s1", "Vitamin A and its synthetic a"),
    ("s1", "It is used in the treatment o"),
    ("s1", "It is well known that APL us"),
    ("s2-1", "Autophagy is a critical home"),
    ("s2-1", "Autophagy can also contribut"),
    ("s2-1", "Rat sarcoma (RAS) activation"),
    ("s2-2", "PML acts as a tumor suppress"),
    ("s2-2", "In isocitrate dehydrogenase-"),
    ("s2-3", "In vitro experiments in esop"),
    ("s2-3", "In hepatocellular carcinoma,"),
    ("s2-5", "As we have mentioned before,"),
    ("s2-5", "Also, ATRA upregulates the e"),
    ("s2-5", "L-ATRA can prevent tumor gro"),
    ("s3-1", "Aplastic anemia (AA) is a bo"),
    ("s3-1", "Symptoms in most patients wi"),
    ("s3-1", "ATRA maintains the balance b"),
    ("s3-1", "ATRA ameliorates bone marrow"),
    ("s4-1", "The combination of DAC + ATR"),
    ("s4-1", "VPA monotherapy for MDS resu"),
    ("s4-1", "VPA + ATRA treatment of pati"),
    ("s4-1", "Addition of demethylating dr"),
    ("s4-1", "Zhang W et al. (Zhang et al."),
    ("s4-1", "In 31 patients (13 AML, 18 M"),
    ("s4-1", "ATRA + erythropoietin (EPO) t"),
    ("s4-2", "Arsenic trioxide (ATO, As₂O₃"),
    ("s4-2", "With a median follow-up of 3"),
    ("s4-2", "ATRA + ATO was associated wi"),
    ("s4-2", "ATRA + ATO is a viable treat"),
    ("s4-2", "Abaza Y et al. (Abaza et al."),
    ("s4-2", "The complete remission rate w"),
    ("s4-3", "An inhibitor of MEK, trameti"),
    ("s4-3", "ATRA treatment of differenti"),
    ("s4-3", "Both cyclin-dependent kinase"),
    ("s4-3", "It has also been found that H"),
    ("s4-3", "One of the causes of resista"),
    ("s4-3", "Inhibition of GCN5 increases"),
    ("s4-3", "AML patients with adverse ge"),
    ("s4-3", "The use of ATRA as maintenan"),
    ("s4-4", "CD38-CART inhibits the growt"),
    ("s4-4", "ATRA-treated Ink4-Arf deleti"),
    ("s4-5", "Whereas t(4;14) translocatio"),
    ("s4-5", "ATRA enhances the efficacy o"),
]
REVIEW = [
    ("abstract", "ATRA can act by inducing aut"),
    ("abstract", "ATRA can play a role not onl"),
    ("s2-3", "Therapeutic doses of ATRA in"),
    ("s2-4", "The combination of ATRA with"),
    ("s2-5", "ATRA and immune checkpoint i"),
    ("s3-2", "ATRA has provided a new boon"),
    ("s4-1", "Clinical trials of ATRA for t"),
    ("s4-3", "The efficacy of previous cli"),
    ("s4-4", "The primary mechanism of act"),
    ("s6", "All drugs and therapeutic re"),
    ("s6", "We find that there are still"),
    ("s6", "In the hematologic system, t"),
    ("s6", "All of these studies were co"),
    ("s7", "In the hematologic system, A"),
    ("s7", "With various studies, ATRA h"),
    ("s7", "There are still many ongoing"),
]


def place(document: Document, anchor: str, opening: str) -> Evidence:
    section = document.section_by_anchor[anchor]
    (span,) = [
        (start, end)
        for (start, end), _ in attributions(section.text, section.mentions)
        if section.text.startswith(opening, start)
    ]
    return Evidence(document.id, anchor, "passage", *span, 0.0)


@pytest.mark.parametrize(("anchor", "opening"), STUDY)
def test_a_finding_is_a_studys(article: Document, anchor: str, opening: str) -> None:
    assert statement(article, place(article, anchor, opening)) == "study"


@pytest.mark.parametrize(("anchor", "opening"), REVIEW)
def test_what_the_authors_say_is_the_reviews(article: Document, anchor: str, opening: str) -> None:
    assert statement(article, place(article, anchor, opening)) == "review"


def test_a_row_speaks_for_the_study_that_it_cites(article: Document) -> None:
    spoken = {
        table.anchor: {
            statement(article, Evidence(article.id, row.anchor, "row", 0, len(row.text), 0.0))
            for row in table.rows
        }
        for table in article.tables
    }
    assert spoken == {"table-1": {"study"}, "table-2": {"review"}}


def test_an_entry_speaks_for_its_study_and_a_caption_for_the_review(article: Document) -> None:
    entry = article.references[0]
    assert statement(article, Evidence(article.id, entry.anchor, "reference", 0, 9, 0.0)) == "study"
    caption = article.tables[0].caption
    place = Evidence(article.id, "table-1", "passage", 0, len(caption), 0.0)
    assert statement(article, place) == "review"


def test_a_passage_speaks_as_most_of_its_sentences_do(article: Document) -> None:
    last = place(article, "s3-2", "ATRA significantly improves initial")
    own = place(article, "s3-2", "ATRA has provided a new boon")
    assert statement(article, replace(last, end=own.end)) == "study"
    section = article.section_by_anchor["s6"]
    whole = Evidence(article.id, "s6", "passage", 0, len(section.text), 0.0)
    assert statement(article, whole) == "review"


def test_a_citation_that_fits_no_entry_is_nobodys_evidence(article: Document) -> None:
    bare = tuple(
        replace(s, mentions=tuple(replace(m, references=()) for m in s.mentions))
        for s in article.sections
    )
    document = replace(article, sections=bare)
    assert statement(document, place(document, *STUDY[0])) == "review"


@pytest.mark.parametrize(
    ("sentence", "own"),
    [
        ("Here we summarise the trials (Wu et al., 2022).", True),
        ("In our view iron helps (Wu et al., 2022).", True),
        ("This review deals with iron.", True),
        ("As we have mentioned before, iron helps (Wu et al., 2022).", False),
        ("As described above, iron helps (Wu et al., 2022).", False),
        ("We and others have shown that iron helps (Wu et al., 2022).", False),
        ("Iron helps in the western towns (Wu et al., 2022).", False),
    ],
)
def test_authors_speak_for_themselves_as_we(sentence: str, own: bool) -> None:
    assert in_own_voice(sentence) is own


@pytest.mark.parametrize(
    ("sentence", "judges"),
    [
        ("Iron deserves further study.", True),
        ("Thus, iron helps.", True),
        ("Overall, iron helps.", True),
        ("Overall survival was 60%.", False),
        ("Half of them slept better.", False),
    ],
)
def test_a_judgement_is_told_from_a_finding(sentence: str, judges: bool) -> None:
    assert is_judgement(sentence) is judges
