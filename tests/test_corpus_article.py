"""The bundled article, pinned: what a reader of the printed page sees is what is read."""

import pytest

from corpus.types import Document, Mention, Row, Section
from tests.articles import bundled_folder


def _section(article: Document, anchor: str) -> Section:
    return article.section_by_anchor[anchor]


def _table(article: Document, number: int) -> list[Row]:
    return list(article.tables[number - 1].rows)


def _mentions(article: Document) -> list[Mention]:
    of_sections = [m for section in article.sections for m in section.mentions]
    return of_sections + [m for t in article.tables for row in t.rows for m in row.mentions]


def test_counts(article: Document) -> None:
    assert len(article.sections) == 35
    assert [len(table.rows) for table in article.tables] == [27, 18]
    assert len(article.references) == 116
    assert len(article.abbreviations) == 79
    assert len(_mentions(article)) == 161
    assert (article.id, article.year, len(article.authors)) == ("chen-2024-atra", 2024, 5)


def test_heading_paths(article: Document) -> None:
    roles, benign, malignant = (
        "2 Roles of ATRA in the treatment of diseases",
        "3 Non-malignant hematologic diseases",
        "4 Malignant hematologic diseases",
    )
    assert {s.anchor: s.path for s in article.sections if s.kind == "body"} == {
        "s1": ("1 Introduction",),
        "s2": (roles,),
        "s2-1": (roles, "2.1 Autophagy signalling"),
        "s2-2": (roles, "2.2 Cell differentiation"),
        "s2-3": (roles, "2.3 Angiogenesis"),
        "s2-4": (roles, "2.4 Apoptosis, cell cycle, cell proliferation"),
        "s2-5": (roles, "2.5 Immune function"),
        "s3": (benign,),
        "s3-1": (benign, "3.1 Aplastic anemia"),
        "s3-2": (benign, "3.2 Immune thrombocytopenia"),
        "s4": (malignant,),
        "s4-1": (malignant, "4.1 Myelodysplastic syndrome"),
        "s4-2": (malignant, "4.2 Acute promyelocytic leukemia"),
        "s4-3": (malignant, "4.3 Non-APL acute myeloid leukemia"),
        "s4-4": (malignant, "4.4 Lymphoma and acute lymphoblastic leukemia"),
        "s4-5": (malignant, "4.5 Multiple myeloma"),
        "s5": ("5 Combination therapy",),
        "s6": ("6 Ongoing clinical trials",),
        "s7": ("7 Conclusion",),
    }


@pytest.mark.parametrize(
    ("anchor", "kind", "text"),
    [
        ("edited-by", "front", "Andrei Leitao, University of São Paulo, Brazil"),
        (
            "reviewed-by",
            "front",
            "Elena Campione, University of Rome Tor Vergata, Italy "
            "Martin Petkovich, Queen's University, Canada",
        ),
        ("correspondence", "front", "Tao Ma, ✉ matao1990@swmu.edu.cn"),
        ("received", "front", "20 March 2024"),
        ("accepted", "front", "11 June 2024"),
        ("published", "front", "04 July 2024"),
        (
            "citation",
            "front",
            "Chen Y, Tong X, Lu R, Zhang Z and Ma T (2024), All-trans retinoic acid in hematologic "
            "disorders: not just acute promyelocytic leukemia. Front. Pharmacol. 15:1404092. "
            "doi: 10.3389/fphar.2024.1404092",
        ),
        (
            "keywords",
            "front",
            "all-trans retinoic acid, differentiation, acute promyelocytic leukemia, "
            "immune thrombocytopenia, CD38, clinical trials",
        ),
        (
            "author-contributions",
            "back",
            "YC: Writing–original draft. XT: Writing–original draft. RL: Writing–original draft. "
            "ZZ: Writing–original draft. TM: Funding acquisition, Writing–review and editing.",
        ),
    ],
)
def test_whole_front_and_back_matter(article: Document, anchor: str, kind: str, text: str) -> None:
    assert (_section(article, anchor).kind, _section(article, anchor).text) == (kind, text)


@pytest.mark.parametrize(
    ("anchor", "kind", "begins", "ends"),
    [
        (
            "copyright",
            "front",
            "© 2024 Chen, Tong, Lu, Zhang and Ma. This is an open-access article distributed under "
            "the terms of the Creative Commons Attribution License (CC BY) "
            "(https://creativecommons.org/licenses/by/4.0/).",
            "which does not comply with these terms.",
        ),
        (
            "title-authors-and-affiliations",
            "front",
            "All-trans retinoic acid in hematologic disorders: not just acute promyelocytic "
            "leukemia\n\nYan Chen¹, Xia Tong², Rongyuan Lu², Zhengfu Zhang² and Tao Ma",
            "²Department of Hematology, Yanyuan People's Hospital, Liangshan, China",
        ),
        (
            "abstract",
            "abstract",
            "All-trans retinoic acid (ATRA) plays a role in tissue development,",
            "drug combinations, and ongoing clinical trials.",
        ),
        (
            "funding",
            "back",
            "The author(s) declare that financial support was received",
            "Natural Science Foundation of Sichuan Province (2022NSFSC1595).",
        ),
        (
            "conflict-of-interest",
            "back",
            "The authors declare that the research was conducted in the absence",
            "a potential conflict of interest.",
        ),
        (
            "publisher-s-note",
            "back",
            "All claims expressed in this article are solely those of the authors",
            "guaranteed or endorsed by the publisher.",
        ),
    ],
)
def test_ends_of_front_and_back_matter(
    article: Document, anchor: str, kind: str, begins: str, ends: str
) -> None:
    section = _section(article, anchor)
    assert section.kind == kind
    assert section.text.startswith(begins)
    assert section.text.endswith(ends)


@pytest.mark.parametrize(
    ("anchor", "whole"),
    [
        ("s1", "Subsequently, ATRA has also been used in the treatment of central nervous"),
        ("s1", "and it has been used as a new second-line regimen in a number of diseases."),
        ("s2-1", "both basal turnover and therapy-induced proteolysis of PML/RARα (Isakson"),
        ("s2-2", "could not be transcribed (Borges et al., 2021). However, binding of"),
        ("s2-3", "angiopoietin-1, angiopoietin-2, and the receptor Tie-2 (Li et al., 2017)."),
        ("s2-4", "in APL cell line NB4, and this effect was exerted by inducing"),
        ("s2-5", "its application as an immunomodulator for anticancer immunotherapy. Liposomal"),
        ("s3-2", "signaling pathway. ATRA partially corrects the impairment of MSCs in ITP"),
        ("s4-1", "Decitabine (DAC) is one of the main drugs used in the treatment of HR-MDS"),
        ("s4-1", "a rise in hemoglobin level of at least 1 g/dL or a reduction in transfusion"),
        ("s4-2", "regimen to treat pediatric APL patients. The 2-year event-free survival rate"),
        ("s4-3", "ATRA-induced AML cell differentiation, ATPR induces ferroptosis in a dose-"),
        ("s4-4", "that often expresses CD38, but despite high CD38 expression, daratumumab"),
        ("s4-5", "was positively correlated with ATRA-induced CD38 expression levels, NSD2"),
    ],
)
def test_sentences_cut_by_a_page_or_a_table_are_whole(
    article: Document, anchor: str, whole: str
) -> None:
    assert whole in _section(article, anchor).text


def test_every_paragraph_of_the_body_is_complete(article: Document) -> None:
    paragraphs = [
        paragraph
        for section in article.sections
        if section.kind in ("abstract", "body")
        for paragraph in section.text.split("\n\n")
        if paragraph
    ]
    assert len(paragraphs) == 26
    assert [p for p in paragraphs if not (p[0].isupper() or p[0].isdigit()) or p[-1] != "."] == []


def test_boilerplate_is_what_the_pages_repeat(article: Document) -> None:
    assert article.boilerplate == (
        "OPEN ACCESS",
        "(Continued on following page)",
        "TABLE 1 (Continued) Combination of ATRA and other drugs in hematologic disorders.",
        "Diseases",
        "Combination of drugs",
        "Efficacy",
        "Mechanisms of action",
        "References",
    )


# tables


def test_table_1(article: Document) -> None:
    table = article.tables[0]
    assert (table.label, table.section, table.notes) == ("Table 1", "s2-2", ())
    assert table.caption == "Combination of ATRA and other drugs in hematologic disorders."
    assert table.columns == (
        "Diseases",
        "Combination of drugs",
        "Efficacy",
        "Mechanisms of action",
        "References",
    )
    assert table.rows[0].cells == (
        "Immune thrombocytopenia",
        "low-dose rituximab",
        "Overall response rate of 80%, sustained response rate of 61%",
        "ATRA partially corrects the impairment of MSCs",
        "Wu et al. (2022)",
    )
    assert table.rows[26].cells == (
        "Multiple myeloma",
        "Daratumumab",
        "DDaratumumab-refractory MM receiving Daratumumab + ATRA had a 5% overall response rate "
        "and 66% disease stabilization",
        "ATRA temporarily increased CD38 expression in immune cell subsets",
        "Frerichs et al. (2021)",
    )


def test_table_1_diseases_are_printed_once_and_inherited_also_over_the_page_break(
    article: Document,
) -> None:
    itp, mds, apl, aml, mm = (
        "Immune thrombocytopenia",
        "Myelodysplastic syndrome",
        "Acute promyelocytic leukemia",
        "Non APL AML",
        "Multiple myeloma",
    )
    printed, inherited = (), (0,)
    assert [(r.cells[0], r.cells[1], r.inherited) for r in _table(article, 1)] == [
        (itp, "low-dose rituximab", printed),
        (itp, "danazol", inherited),
        (mds, "Decitabine", printed),
        (mds, "VPA", inherited),
        (mds, "5-azacitidine + VPA", inherited),
        (mds, "EPO", inherited),
        ("Myeloid neoplasms", "Decitabine", printed),
        (apl, "ATO", printed),
        (apl, "ATO + gemtuzumab ozogamicin", inherited),
        (apl, "ATO + gefitinib", inherited),
        (apl, "Rosmarinic acid (RA)", inherited),
        (apl, "HDAC3 inhibitor + ATO", inherited),
        (aml, "GCN5 inhibitor", printed),
        (aml, "PI3K/AKT inhibitor", inherited),
        (aml, "Sorafenib", inherited),
        (aml, "notopterol", inherited),
        (aml, "Tranylcypromine (TCP)", inherited),
        (aml, "Midostaurin", inherited),  # the first row after the page break
        (aml, "CDK2 inhibition", inherited),
        (aml, "CD38-CAR T", inherited),
        ("Primary effusion lymphoma", "daratumumab", printed),
        ("Lymphoid malignancies", "CD38-CAR T", printed),
        ("T-acute lymphoblastic leukemia", "Daratumumab-IgA2 isotype switch variant", printed),
        (mm, "CD38-CART", printed),
        (mm, "BCMA-CART", inherited),
        (mm, "carfilzomib", inherited),
        (mm, "Daratumumab", inherited),
    ]


def test_table_1_row_after_the_page_break_is_whole(article: Document) -> None:
    assert _table(article, 1)[17].text == (
        "Non APL AML | Midostaurin | "
        "Antitumor activity against wild-type FLT3 mutant AML in vitro and in vivo | "
        "Inhibition of Akt activation leads to dephosphorylation of RAF S259 and activation of "
        "RAF/MEK/ERK, as well as upregulation of protein levels of C/EBPβ, C/EBPϵ and PU.1 | "
        "Lu et al. (2022)"
    )


def test_table_1_has_no_empty_cell(article: Document) -> None:
    assert all(all(row.cells) for row in _table(article, 1))


def test_table_2(article: Document) -> None:
    table = article.tables[1]
    assert (table.label, table.section, table.notes) == ("Table 2", "s2-4", ())
    assert table.caption == (
        "Ongoing clinical trials of ATRA in hematologic disorders (from www.clinicaltrials.gov, "
        "Data obtained on 10 March 2024)."
    )
    columns = ("Compound", "Sponsor", "Phase", "Diseases", "Enrollment", "Identifier")
    assert table.columns == columns
    assert table.rows[0].cells == (
        "ATRA",
        "Peking University People's Hospital",
        "Phase 2",
        "ITP",
        "80",
        "NCT04618328",
    )
    assert table.rows[17].cells == (
        "Decitabine, Cytarabine, ATRA, G-CSF",
        "Shanghai Tong Ren Hospital",
        "Phase 2",
        "AML and MDS with blast excess",
        "50",
        "NCT03356080",
    )
    assert not any(row.inherited for row in table.rows)
    assert all(all(row.cells) for row in table.rows)


def test_table_2_phases_that_spill_over_go_back_to_their_row(article: Document) -> None:
    assert [(r.cells[5], r.cells[2].split("\n")) for r in _table(article, 2)] == [
        ("NCT04618328", ["Phase 2"]),
        ("NCT05175508", ["Phase 2", "Phase 3"]),
        ("NCT05438875", ["Phase 3"]),
        ("NCT05497310", ["Phase 1", "Phase 2"]),
        ("NCT02717884", ["Phase 1", "Phase 2"]),
        ("NCT04793919", ["Phase 2"]),
        ("NCT03031249", ["Phase 1", "Phase 2"]),
        ("NCT05297123", ["Phase 1"]),
        ("NCT06158412", ["Phase 2"]),
        ("NCT02899169", ["Phase 3"]),
        ("NCT05832320", ["Not Applicable"]),
        ("NCT01409161", ["Phase 2"]),
        ("NCT04324411", ["Phase 2", "Phase 3"]),
        ("NCT04282668", ["Phase 1"]),
        ("NCT05881265", ["Phase 2"]),
        ("NCT06020833", ["Phase 1", "Phase 2"]),
        ("NCT04175587", ["Phase 3"]),
        ("NCT03356080", ["Phase 2"]),
    ]


def test_abbreviations_of_the_article(article: Document) -> None:
    longs: dict[str, list[str]] = {}
    for abbreviation in article.abbreviations:
        longs.setdefault(abbreviation.short, []).append(abbreviation.long)
    assert longs["ITP"] == ["immune thrombocytopenia"]
    assert longs["RA"] == ["refractory anemia", "Rosmarinic acid"]
    assert longs["mTOR"] == ["mammalian target of rapamycin pathway"]
    assert longs["NFAT"] == ["nuclear factor of activated T cells"]


def test_the_source_is_the_text_that_was_given() -> None:
    source = (bundled_folder() / "article.txt").read_text(encoding="utf-8")
    assert len(source.splitlines()) == 391
