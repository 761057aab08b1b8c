"""Tables of made-up studies with every fact known.

Names are random syllables, so that no rule of the program can know them; heads, order of the
columns, and the way in which cells are written are drawn at random.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Abbreviation, Document, Row, Section, Table

HEADS = {
    "drug": ("Drug", "Agents", "Intervention", "Compound", "Study drug(s)", "Treatment arms"),
    "disease": ("Disease", "Condition", "Indication", "Diagnosis"),
    "sponsor": ("Sponsor", "Institution", "Hospital", "Funder"),
    "size": ("Enrollment", "No. of patients", "Participants", "Sample size", "n"),
    "phase": ("Phase", "Trial phase"),
    "year": ("Year", "Publication year"),
    "prose": ("Main findings", "Results", "Remarks"),
    "code": ("Identifier", "Registry number"),
}
JOINERS = (", ", " + ", "\n", "; ", " / ")
PHASES = {1: ("1", "I"), 2: ("2", "II"), 3: ("3", "III")}
PLACES = ("General", "Central", "Children's", "Royal", "Northern", "Memorial")


@dataclass(frozen=True)
class Fact:
    """What one row says."""

    drugs: tuple[str, ...]
    disease: str
    sponsor: str
    low: int
    high: int
    phases: frozenset[int]
    year: int


@dataclass(frozen=True)
class Case:
    document: Document
    facts: tuple[Fact, ...]


def name(choice: random.Random, syllables: int = 3) -> str:
    onsets, vowels = "bdfgklmnprtvz", "aeiou"
    return "".join(choice.choice(onsets) + choice.choice(vowels) for _ in range(syllables)) + "x"


def names(choice: random.Random, number: int, syllables: int = 3) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        found[name(choice, syllables)] = None
    return list(found)


def case(seed: int) -> Case:
    """A document with one table, in a random layout, and every kind of question about it."""
    choice = random.Random(seed)  # noqa: S311
    drugs = [word.capitalize() for word in names(choice, 6)]
    kinds = ("fever", "ataxia", "sclerosis", "palsy")
    diseases = [f"{word} {kind}" for word, kind in zip(names(choice, 4), kinds, strict=True)]
    town = name(choice, 2).capitalize()
    sponsors = [f"{town} {place} Hospital" for place in choice.sample(PLACES, 3)]
    facts = sorted(
        (_fact(choice, drugs, diseases, sponsors) for _ in range(choice.randint(8, 20))),
        key=lambda fact: diseases.index(fact.disease),
    )
    document = _document(choice, facts, diseases)
    return Case(document, tuple(facts))


def _fact(
    choice: random.Random, drugs: Sequence[str], diseases: Sequence[str], sponsors: Sequence[str]
) -> Fact:
    low = choice.choice(
        (choice.randint(5, 90), choice.randint(91, 400), choice.randint(1000, 9999))
    )
    high = low + choice.choice((0, 0, 0, 20))
    first = choice.randint(1, 3)
    phases = {first, min(first + 1, 3)} if choice.random() < 0.35 else {first}
    return Fact(
        tuple(choice.sample(drugs, choice.randint(1, 3))),
        choice.choice(diseases),
        choice.choice(sponsors),
        low,
        high,
        frozenset(phases),
        choice.randint(1995, 2023),
    )


def short(disease: str) -> str:
    """The abbreviation of a two-word disease, in capitals."""
    first, second = disease.split()
    return (first[:2] + second[0]).upper()


def _document(choice: random.Random, facts: Sequence[Fact], diseases: Sequence[str]) -> Document:
    columns = choice.sample(tuple(HEADS), len(HEADS))
    joiner, roman = choice.choice(JOINERS), choice.choice((0, 1))
    size_style = choice.choice(("{}", "n = {}", "{} patients"))
    written_short = choice.random() < 0.5

    def cell(kind: str, place: int, fact: Fact) -> str:
        if kind == "drug":
            return joiner.join(fact.drugs)
        if kind == "disease":
            return short(fact.disease) if written_short else fact.disease.capitalize()
        if kind == "sponsor":
            return fact.sponsor
        if kind == "size":
            low = f"{fact.low:,}"
            return size_style.format(low if fact.low == fact.high else f"{low}–{fact.high:,}")
        if kind == "phase":
            return "\n".join(f"Phase {PHASES[phase][roman]}" for phase in sorted(fact.phases))
        if kind == "year":
            return str(fact.year)
        if kind == "code":
            return f"NCT{10_000_000 + place * 7919}"
        other = choice.choice(facts)
        return (
            f"Giving {other.drugs[0]} to people with {other.disease} shortened the stay on the ward"
            f" by a median of {choice.randint(1, 9)} days, as had been seen before"
        )

    rows = []
    for place, fact in enumerate(facts):
        inherited = place > 0 and facts[place - 1].disease == fact.disease
        rows.append(
            Row(
                f"t1-r{place + 1}",
                tuple(cell(kind, place, fact) for kind in columns),
                (columns.index("disease"),) if inherited else (),
            )
        )
    table = Table(
        "t1",
        "Table 1",
        "Registered studies of the review",
        tuple(choice.choice(HEADS[kind]) for kind in columns),
        tuple(rows),
        "s1",
    )
    return document("made-up", table, [Abbreviation(short(one), one) for one in diseases])


def document(identity: str, table: Table, abbreviations: Sequence[Abbreviation] = ()) -> Document:
    """An article that is one table."""
    return Document(
        id=identity,
        title="A made-up review",
        authors=(),
        journal="",
        year=2024,
        doi="",
        licence="",
        licence_url="",
        credit="",
        sections=(Section("s1", ("Studies",), "body", "See the table."),),
        tables=(table,),
        references=(),
        abbreviations=tuple(abbreviations),
        boilerplate=(),
        digest="",
    )
