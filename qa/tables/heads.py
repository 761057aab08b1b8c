"""What column heads mean: the usual names of a thing that tables have a column for.

The lists are the general vocabulary of tables of studies, as reporting guidelines name their
items (PRISMA 2020 item 17 and the Cochrane Handbook's "characteristics of included studies":
study, country, design, participants, intervention, comparator, outcome, follow-up; trial
registries: identifier, sponsor, phase, enrolment, condition, status). A head that is in none of
them is still understood by its own words.
"""

from collections.abc import Mapping
from functools import lru_cache

from index.tokens import terms

_WORDS: Mapping[str, str] = {
    "size": "enrolment enrollment enrolled participants patients subjects people persons volunteers"
    " sample size recruited recruit headcount n individuals",
    "sponsor": "sponsor hospital institution organisation organization centre center university"
    " company funder funding investigator institute manufacturer run runs led conducted behind"
    " sponsored site",
    "phase": "phase",
    "stage": "stage",
    "grade": "grade",
    "dose": "dose dosage dosing",
    "drug": "drug agent compound intervention treatment therapy medication medicine regimen"
    " combination partner arm chemical substance",
    "disease": "disease condition indication diagnosis disorder illness cancer tumour malignancy"
    " population patients",
    "country": "country nation location region",
    "study": "study author reference trial source citation publication paper",
    "year": "year date published",
    "outcome": "outcome result efficacy response effect finding endpoint responder rate",
    "mechanism": "mechanism pathway",
    "identifier": "identifier id nct registry registration accession",
    "control": "control comparator comparison",
    "age": "age",
    "sex": "sex gender",
    "duration": "duration length follow-up time",
    "design": "design type",
    "status": "status",
    "gene": "gene target protein marker",
    "event": "toxicity adverse event side effect safety harm complication",
}

_OF_HEADS: Mapping[str, str] = {
    "drug": "inhibitor agonist antagonist antibody vaccine",
    "size": "randomised",
}
"""Words that head a column of a thing ("Kinase inhibitors", "Randomised") and in a question are
mostly a part of a value ("a proteasome inhibitor", "randomised trials")."""

ROW_NOUNS = frozenset(
    terms(
        "trial study protocol row entry record report experiment investigation item registered"
        " paper publication series"
    )
)
"""What a row of a table of studies is called, whatever its columns are."""

PEOPLE = frozenset(
    terms(
        "people patients participants subjects persons individuals volunteers men"
        " women children adults cases"
    )
)

REGISTRY_WORDS = frozenset(
    terms(
        "trial study registered registry ongoing running current recruiting protocol planned"
        " clinical"
    )
)
"""What studies are called that stand in a table with their numbers in a trial register."""

COUNTRIES = frozenset(
    terms(
        "Argentina Australia Austria Bangladesh Belgium Brazil Bulgaria Canada Chile China Colombia"
        " Croatia Cuba Czechia Denmark Ecuador Egypt England Estonia Ethiopia Europe Finland France"
        " Germany Ghana Greece Hungary India Indonesia Iran Iraq Ireland Israel Italy Japan Jordan"
        " Kenya Korea Kuwait Latvia Lebanon Lithuania Malaysia Mexico Morocco Nepal Netherlands"
        " Nigeria Norway Pakistan Peru Philippines Poland Portugal Romania Russia Scotland Serbia"
        " Singapore Slovakia Slovenia Spain Sweden Switzerland Taiwan Tanzania Thailand Tunisia"
        " Turkey Uganda UK Ukraine USA Uruguay Venezuela Vietnam Wales Asia Africa America"
    )
)
"""Countries and continents by their common names."""


@lru_cache(maxsize=2)
def _roles(of_heads: bool = False) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for role, words in (_OF_HEADS if of_heads else _WORDS).items():
        for term in terms(words):
            found.setdefault(term, set()).add(role)
    return {term: frozenset(roles) for term, roles in found.items()}


def roles(term: str) -> frozenset[str]:
    """The things that a word of a column head, or of a question about it, may name."""
    return _roles().get(term, frozenset())


def head_roles(term: str) -> frozenset[str]:
    """The things that a word of a column head may name."""
    return roles(term) | _roles(of_heads=True).get(term, frozenset())


def is_row_noun(term: str) -> bool:
    return term in ROW_NOUNS
