"""A made-up article about iron, with what real ones have: tables, citations, inherited cells."""

import re
from dataclasses import replace

from corpus.types import (
    Abbreviation,
    Document,
    Mention,
    Reference,
    Row,
    Section,
    Table,
)

INTRODUCTION = (
    "Iron supports oxygen transport (Adams et al., 2019). Ferritin falls when iron stores are "
    "low.\n\nHepcidin regulates iron export from cells (Brown et al., 2020). It rises in "
    "inflammation."
)
METHODS_TEXT = (
    "Oral iron was compared with infusion in adults (Clark and Dale, 2021). Ferric sucrose "
    "helped 58% of them."
)


def mention(text: str, printed: str, *references: str, exact: bool = True) -> Mention:
    start = text.index(printed)
    return Mention(start, start + len(printed), printed, references, exact)


def row(number: int, *cells: str, inherited: tuple[int, ...] = (), cites: str = "") -> Row:
    bare = Row(f"table-1-row-{number}", cells, inherited)
    if not cites:
        return bare
    return replace(bare, mentions=(mention(bare.text, cells[-1], cites),))


def reference(number: int, key: str, title: str, doi: str = "", suffix: str = "") -> Reference:
    author, year = key.split(" ")[0], int(re.findall(r"\d{4}", key)[0])
    text = f"{author}, A. B. ({year}). {title}. J. Iron 12, 34–56. doi:{doi}"
    return Reference(
        f"ref-{number}",
        key,
        (f"{author}, A. B.", "Evans, C."),
        year,
        title,
        "J. Iron",
        text,
        volume="12",
        pages="34–56",
        doi=doi,
        year_suffix=suffix,
    )


def article(name: str = "iron-2024") -> Document:
    """A made-up review of two body sections, one table and four references."""
    return Document(
        id=name,
        title="Iron in anaemia: a made-up review",
        authors=("Ada Example", "Ben Sample"),
        journal="Journal of Examples",
        year=2024,
        doi="10.1000/example",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        credit="Example A, Sample B (2024), Iron in anaemia.",
        sections=(
            Section("front", ("Article information",), "front", "Received 1 May 2024."),
            Section(
                "introduction",
                ("1 Introduction",),
                "body",
                INTRODUCTION,
                (
                    mention(INTRODUCTION, "Adams et al., 2019", "ref-1", exact=False),
                    mention(INTRODUCTION, "Brown et al., 2020", "ref-2", "ref-3"),
                ),
            ),
            Section(
                "infusion",
                ("2 Treatment", "2.1 Infusion and tablets"),
                "body",
                METHODS_TEXT,
                (mention(METHODS_TEXT, "Clark and Dale, 2021", "ref-4"),),
            ),
            Section("funding", ("Funding",), "back", "No funding was received for this work."),
        ),
        tables=(
            Table(
                "table-1",
                "Table 1",
                "Trials of iron in anaemia.",
                ("Disease", "Treatment", "Outcome", "Phase", "Reference"),
                (
                    row(
                        1,
                        "Renal anaemia",
                        "Ferric sucrose",
                        "Response in 61% of patients",
                        "Phase 2\nPhase 3",
                        "Clark and Dale (2021)",
                        cites="ref-4",
                    ),
                    row(
                        2,
                        "Renal anaemia",
                        "Oral sulfate",
                        "Response in 35% of patients",
                        "Phase 3",
                        "NCT01234567",
                        inherited=(0,),
                    ),
                    row(3, "Anaemia of pregnancy", "Oral sulfate", "-", "Phase 3", "NCT07654321"),
                    row(4, "Malaria", "Ferric maltol", "Stopped early", "Phase 1", ""),
                    row(5, "Malaria", "Placebo", "None", "Phase 3", "", inherited=(0,)),
                    row(6, "Hookworm", "Placebo", "None", "Phase 1", ""),
                ),
                "infusion",
                ("Data as of May 2024.",),
            ),
        ),
        references=(
            reference(1, "Adams et al., 2018", "Oxygen & iron", "10.1000/one"),
            reference(2, "Brown et al., 2020a", "Hepcidin {rises}", "10.1000/a_b", suffix="a"),
            reference(3, "Brown et al., 2020b", "Hepcidin falls", suffix="b"),
            reference(4, "Clark and Dale, 2021", "Infusion", "10.1000/four"),
        ),
        abbreviations=(Abbreviation("TSAT", "transferrin saturation"),),
        boilerplate=(),
        digest="0" * 64,
    )
