"""Questions about a made-up table with the exact rows that they ask for.

The rows are worked out from the facts of the table (`Fact`), never from its cells.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.generated_tables import PHASES, Case, Fact, short


@dataclass(frozen=True)
class Asked:
    """A question and the rows (from 0) that answer it."""

    question: str
    rows: frozenset[int]


def questions(case: Case, seed: int) -> Iterator[Asked]:
    """Questions about what cells say, about figures, and about extremes."""
    choice = random.Random(seed)  # noqa: S311
    for make in (_values, _negations, _figures, _scales, _extremes):
        for question, holds in make(choice, case.facts):
            rows = (row for row, fact in enumerate(case.facts) if holds(fact))
            yield Asked(question, frozenset(rows))


Facts = tuple[Fact, ...]
Templates = list[tuple[str, Callable[[Fact], bool]]]


def _two_drugs(choice: random.Random, facts: Facts) -> list[str]:
    return choice.sample(sorted({drug for fact in facts for drug in fact.drugs}), 2)


def _two_diseases(choice: random.Random, facts: Facts) -> list[str]:
    return choice.sample(sorted({fact.disease for fact in facts}), 2)


def _values(choice: random.Random, facts: Facts) -> Templates:
    drug, other = _two_drugs(choice, facts)
    disease, second = _two_diseases(choice, facts)
    said = choice.choice((disease, short(disease)))
    sponsor = choice.choice(facts).sponsor
    sponsors = [fact.sponsor for fact in facts]
    return [
        (f"Which studies gave {drug}?", lambda f: drug in f.drugs),
        ("Which sponsors run more than one study?", lambda f: sponsors.count(f.sponsor) > 1),
        (f"{drug} trials", lambda f: drug in f.drugs),
        (f"Everything on {drug}", lambda f: drug in f.drugs),
        (f"What trials are there for {said}?", lambda f: f.disease == disease),
        (f"Give me a list of {said} trials", lambda f: f.disease == disease),
        (f"Which drugs have been tried in {said}?", lambda f: f.disease == disease),
        (f"Which hospitals have studied {said}?", lambda f: f.disease == disease),
        (f"In which diseases was {drug} studied?", lambda f: drug in f.drugs),
        (f"How many studies did {sponsor} sponsor?", lambda f: f.sponsor == sponsor),
        (f"All studies from {sponsor}, please", lambda f: f.sponsor == sponsor),
        (
            f"Trials run by {sponsor} in {said}",
            lambda f: f.sponsor == sponsor and f.disease == disease,
        ),
        (
            f"Could you list every trial of {drug.lower()} in {said}?",
            lambda f: drug in f.drugs and f.disease == disease,
        ),
        (
            f"I am looking for studies of {drug} in patients with {said}.",
            lambda f: drug in f.drugs and f.disease == disease,
        ),
        (
            f"How many {said} trials used {drug}?",
            lambda f: f.disease == disease and drug in f.drugs,
        ),
        (f"Show me trials of {drug} or {other}", lambda f: drug in f.drugs or other in f.drugs),
        (f"Trials of both {drug} and {other}", lambda f: drug in f.drugs and other in f.drugs),
        (
            f"Which studies combined {drug} with {other}?",
            lambda f: drug in f.drugs and other in f.drugs,
        ),
        (f"Trials in {disease} or {second}", lambda f: f.disease in (disease, second)),
        (f"Any studies with {drug} alone?", lambda f: f.drugs == (drug,)),
        (f"Which studies gave {drug} on its own?", lambda f: f.drugs == (drug,)),
        (f"How many trials tested {drug} by itself?", lambda f: f.drugs == (drug,)),
        (
            f"Trials of {drug} monotherapy in {said}",
            lambda f: (f.drugs, f.disease) == ((drug,), disease),
        ),
        (f"Single-agent {drug} studies", lambda f: f.drugs == (drug,)),
        (f"Which studies used {drug} as a single agent?", lambda f: f.drugs == (drug,)),
    ]


def _negations(choice: random.Random, facts: Facts) -> Templates:
    drug, other = _two_drugs(choice, facts)
    disease, _ = _two_diseases(choice, facts)
    said = choice.choice((disease, short(disease)))
    sponsor = choice.choice(facts).sponsor
    return [
        (f"Name all studies without {drug}", lambda f: drug not in f.drugs),
        (f"Which trials were not sponsored by {sponsor}?", lambda f: f.sponsor != sponsor),
        (f"Studies in any disease other than {said}", lambda f: f.disease != disease),
        (
            f"Trials in {said} that do not use {drug}",
            lambda f: f.disease == disease and drug not in f.drugs,
        ),
        (
            f"Studies in {said} apart from those of {drug}",
            lambda f: f.disease == disease and drug not in f.drugs,
        ),
        (
            f"Which studies used {drug} but not {other}?",
            lambda f: drug in f.drugs and other not in f.drugs,
        ),
    ]


def _figures(choice: random.Random, facts: Facts) -> Templates:
    drug, _ = _two_drugs(choice, facts)
    disease, _ = _two_diseases(choice, facts)
    said = choice.choice((disease, short(disease)))
    size, year = choice.choice(facts).low, choice.choice(facts).year
    more = size + choice.randint(1, 500)
    return [
        (f"Which trials had no fewer than {size:,} patients?", lambda f: f.low >= size),
        (f"How many trials enrolled under {size:,} people?", lambda f: f.high < size),
        (f"Studies larger than {size}", lambda f: f.low > size),
        (
            f"Which studies recruited between {size} and {more} patients?",
            lambda f: f.low >= size and f.high <= more,
        ),
        (
            f"List trials with {size:,} or more participants in {said}",
            lambda f: f.low >= size and f.disease == disease,
        ),
        (
            f"Trials smaller than {size:,} patients in {said}",
            lambda f: f.high < size and f.disease == disease,
        ),
        (f"Studies published after {year}", lambda f: f.year > year),
        (f"Trials from {year} or later", lambda f: f.year >= year),
        (f"Which trials date from {year}?", lambda f: f.year == year),
        (f"Studies of {drug} since {year}", lambda f: drug in f.drugs and f.year >= year),
        (
            f"Which trials from before {year} used {drug}?",
            lambda f: f.year < year and drug in f.drugs,
        ),
    ]


def _scales(choice: random.Random, facts: Facts) -> Templates:
    drug, _ = _two_drugs(choice, facts)
    sponsor, size = choice.choice(facts).sponsor, choice.choice(facts).low
    phase = choice.randint(1, 3)
    written = choice.choice(PHASES[phase])
    return [
        (f"Which studies are phase {written}?", lambda f: phase in f.phases),
        (f"Which studies are only phase {written}?", lambda f: f.phases == {phase}),
        (f"Phase I/II trials of {drug}", lambda f: {1, 2} <= f.phases and drug in f.drugs),
        ("which studies are neither phase 1 nor phase 2", lambda f: f.phases == {3}),
        ("Studies of phase 2 or 3", lambda f: bool(f.phases & {2, 3})),
        ("Which trials are phase 2 or higher?", lambda f: max(f.phases) >= 2),
        (
            f"Which trials of {drug} are earlier than phase III?",
            lambda f: drug in f.drugs and max(f.phases) < 3,
        ),
        (
            f"Trials that are at least phase 2 or have more than {size:,} patients",
            lambda f: max(f.phases) >= 2 or f.low > size,
        ),
        (
            f"Which trials are exclusively phase {written} and from {sponsor}?",
            lambda f: f.phases == {phase} and f.sponsor == sponsor,
        ),
        (
            f"Phase {written} studies with fewer than {size:,} participants",
            lambda f: phase in f.phases and f.high < size,
        ),
    ]


def _extremes(choice: random.Random, facts: Facts) -> Templates:
    drug, _ = _two_drugs(choice, facts)
    disease, _ = _two_diseases(choice, facts)
    least, most = min(fact.low for fact in facts), max(fact.high for fact in facts)
    largest = max(fact.high for fact in facts if fact.disease == disease)
    newest = max(fact.year for fact in facts)
    earliest = min(fact.year for fact in facts if drug in fact.drugs)
    return [
        ("What is the smallest study?", lambda f: f.low == least),
        ("Which trial enrolled the most patients?", lambda f: f.high == most),
        (
            f"Which is the largest trial in {disease}?",
            lambda f: f.disease == disease and f.high == largest,
        ),
        ("Which are the most recent studies?", lambda f: f.year == newest),
        (f"Earliest study of {drug}?", lambda f: drug in f.drugs and f.year == earliest),
    ]
