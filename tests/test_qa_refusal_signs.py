from dataclasses import replace

import pytest

from index.build import build_index
from index.retrieval import Index
from index.types import Hit
from index.units import units
from qa.refusal_signs import HITS, NEAR, SIGNS, Reading, SignReader, Signs
from tests.articles import FRONT, SLEEP, read
from tests.embedders import HashingEmbedder, HashingTokenEmbedder


@pytest.fixture(scope="module")
def small() -> Index:
    return build_index([read(SLEEP)], HashingEmbedder())


def read_signs(index: Index, question: str) -> Reading:
    return SignReader(index).read(index.prepare(question), index.search(question, HITS))


QUESTIONS = (
    "Did iron tablets improve sleep?",
    "What percentage had headache with iron?",
    "quantum chromodynamics",
    "and of them?",
    "What is the price of zinc?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sign_is_a_share(small: Index, question: str) -> None:
    signs = read_signs(small, question).signs
    assert signs.vector().shape == (len(SIGNS),)
    assert all(0 <= value <= 1 + 1e-9 for value in signs.vector())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_sentence_covers_no_more_than_the_index_knows(small: Index, question: str) -> None:
    signs = read_signs(small, question).signs
    assert signs.sentence <= signs.known + 1e-9


def test_words_of_one_sentence_are_all_covered(small: Index) -> None:
    signs = read_signs(small, "Did iron tablets improve sleep in adults?").signs
    assert signs.sentence == pytest.approx(1)
    assert signs.apart == 0


def test_words_that_no_piece_holds_together_are_named(small: Index) -> None:
    reading = read_signs(small, "magnesium and headache")
    assert reading.strangers == (("magnesium", "headache"),)
    assert reading.signs.apart == pytest.approx(1)
    assert reading.signs.known == pytest.approx(1)


def test_a_kind_that_no_fitting_sentence_gives_is_named(small: Index) -> None:
    reading = read_signs(small, "What is the price of iron tablets?")
    assert [kind.name for kind in reading.ungiven] == ["a price or cost"]
    given = read_signs(small, "What percentage of adults slept better with iron tablets?")
    assert given.ungiven == ()
    assert given.signs.kind == 0


def test_a_kind_that_only_an_unfitting_sentence_gives_is_named_too(small: Index) -> None:
    reading = read_signs(small, "What percentage had headache with zinc?")
    assert [kind.name for kind in reading.ungiven] == ["a percentage or share"]
    assert reading.signs.kind > 0


def test_words_that_the_index_lacks_weigh_most(small: Index) -> None:
    signs = read_signs(small, "metformin and sleep").signs
    assert 0 < signs.known < 0.5
    assert signs.sentence == pytest.approx(signs.known)


def test_an_everyday_word_that_the_index_lacks_says_nothing(small: Index) -> None:
    assert read_signs(small, "What did zinc show?").signs.known == 1
    assert read_signs(small, "What did zinc, asthma show?").signs.known < 1


def test_a_row_need_not_say_that_it_tells_of_patients() -> None:
    gaps = []
    for people in ("patients", "children"):
        table = "TABLE 1 Studies.\n\nStudy\tAge (years)\nLee\t45\nRoe\t50"
        text = f"1 Results\n\nThe {people} in Lee slept.\n\n{table}\n\nIron was given.\n"
        index = build_index([read(FRONT + text)], HashingEmbedder())
        assert any(chunk.kind == "row" for chunk in index.chunks)
        gaps.append(read_signs(index, f"What was the mean age of {people} in Lee?").signs.kind)
    assert 2 * gaps[0] < gaps[1]


def test_a_kind_that_most_pieces_give_says_little() -> None:
    """Where the best sentence lacks both a number and a price, the price is the surer sign."""
    lines = "".join(f"Group {word} had {n + 12} sheep.\n\n" for n, word in enumerate("abcdefgh"))
    text = FRONT + f"1 Results\n\n{lines}Zinc suits sheep of the hills.\n"
    many = build_index([read(text)], HashingEmbedder())
    number = read_signs(many, "How many hills does zinc of sheep suit?").signs
    price = read_signs(many, "What price suits zinc of sheep hills?").signs
    assert 0 < number.kind < price.kind


def test_nothing_asked_or_found_is_read_as_nothing(small: Index) -> None:
    reading = SignReader(small).read(small.prepare("and of them?"), [])
    assert reading.signs == Signs(0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert reading.strangers == ()
    assert reading.ungiven == ()


def test_only_the_hits_given_are_looked_at(small: Index) -> None:
    query = small.prepare("Did iron tablets improve sleep?")
    hits = small.search(query, HITS)
    reader = SignReader(small)
    poor = [hit for hit in hits if "Iron tablets" not in hit.chunk.quote]
    assert reader.read(query, poor).signs.sentence < reader.read(query, hits).signs.sentence
    colder = [replace(hit, similarity=hit.similarity / 2) for hit in hits]
    assert reader.read(query, colder).signs.similarity < reader.read(query, hits).signs.similarity


def test_units_of_a_passage_are_its_sentences_and_of_a_row_the_row(index: Index) -> None:
    passage = max((c for c in index.chunks if c.kind == "passage"), key=lambda c: len(units(c)))
    row = next(chunk for chunk in index.chunks if chunk.kind == "row")
    assert len(units(passage)) > 1
    joined = "".join(unit.text for unit in units(passage))
    assert "".join(joined.split()) == "".join(passage.quote.split())
    assert [unit.text for unit in units(row)] == [row.embed_text]


def test_a_reference_entry_gives_names_and_years_alone() -> None:
    document = read(SLEEP + "\n\nREFERENCES\n\nSmith, J. (2020). Zinc in 12 sheep. J. Ex. 1, 2.\n")
    index = build_index([document], HashingEmbedder())
    assert any(chunk.kind == "reference" for chunk in index.chunks)
    assert read_signs(index, "How many sheep of Smith had zinc?").ungiven != ()
    assert read_signs(index, "Who, Smith, had zinc in sheep?").ungiven == ()


def test_readings_are_repeatable(index: Index) -> None:
    question = "What is the efficacy of danazol in ITP?"
    query, hits = index.prepare(question), index.search(question, HITS)
    first: Reading = SignReader(index).read(query, hits)
    assert SignReader(index).read(query, hits) == first


def test_a_hit_without_text_of_the_question_changes_nothing(small: Index) -> None:
    query = small.prepare("Did iron tablets improve sleep?")
    hits = small.search(query, HITS)
    other = next(chunk for chunk in small.chunks if "Magnesium" in chunk.quote)
    more = [*hits, Hit(other, 0.0, -1.0, 0.0)]
    one, two = (SignReader(small).read(query, found).signs for found in (hits, more))
    assert two == one


@pytest.fixture(scope="module")
def with_tokens() -> Index:
    return build_index([read(SLEEP)], HashingTokenEmbedder())


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sign_token_by_token_is_a_share(with_tokens: Index, question: str) -> None:
    assert all(0 <= value <= 1 + 1e-6 for value in read_signs(with_tokens, question).signs.vector())


def test_a_word_that_no_sentence_has_takes_the_question_further_away(with_tokens: Index) -> None:
    whole = read_signs(with_tokens, "Did iron tablets improve sleep in adults?").signs
    lacking = read_signs(with_tokens, "Did iron tablets improve sleep in penguins?").signs
    assert lacking.late < whole.late
    assert whole.far == 0
    elsewhere = read_signs(with_tokens, "Which orchestra plays tonight in adults?").signs
    assert elsewhere.far == pytest.approx(NEAR - elsewhere.late)
    assert elsewhere.far > 0


def test_without_tokens_there_is_no_late_interaction(small: Index) -> None:
    reading = read_signs(small, "What is the price of iron tablets?")
    assert not reading.by_token
    assert (reading.signs.late, reading.signs.far, reading.signs.kind_late) == (0, 0, 0)


def test_a_kind_that_no_unit_gives_counts_token_by_token_too(with_tokens: Index) -> None:
    missing = read_signs(with_tokens, "What is the price of iron tablets?").signs
    given = read_signs(with_tokens, "What percentage of adults slept on iron tablets?").signs
    assert missing.kind_late > given.kind_late == 0


def test_a_sentence_about_something_else_gives_nothing() -> None:
    """The percentage is of zinc; the sentence that names the main word has none."""
    text = FRONT + "1 Results\n\nHeadache after iron was seen. Sleep improved in 42% on zinc.\n"
    index = build_index([read(text)], HashingEmbedder())
    reading = read_signs(index, "What percentage had headache?")
    assert [kind.name for kind in reading.ungiven] == ["a percentage or share"]
    assert reading.signs.kind > 0


def test_a_thing_that_no_piece_names_is_unheard_of(small: Index) -> None:
    def unheard(question: str) -> tuple[float, tuple[str, ...]]:
        reading = read_signs(small, question)
        return reading.signs.unheard, reading.unheard

    assert unheard("Did iron tablets improve sleep?") == (0, ())
    assert unheard("Did iron lower ferritin?") == (1, ("ferritin",))


def test_a_unit_stands_where_its_span_says(index: Index) -> None:
    for chunk in index.chunks[::17]:
        for unit in units(chunk):
            assert chunk.embed_text[slice(*unit.span)] == unit.text


def test_other_documents_than_those_named_say_nothing() -> None:
    one, other = (
        replace(read(FRONT + f"1 Results\n\n{text}\n"), id=name)
        for name, text in (("a", "Iron improved sleep."), ("b", "Zinc costs 3 euros a month."))
    )
    alone = build_index([one], HashingEmbedder())
    both = build_index([one, other], HashingEmbedder())
    question = "What is the price of zinc?"
    asked = both.prepare(question)
    restricted = SignReader(both).read(asked, both.search(asked, HITS, ["a"]), ["a"])
    assert restricted.signs.known == read_signs(alone, question).signs.known == 0
    assert read_signs(both, question).signs.known > 0
