from index.vocabulary import Vocabulary, phrase

TEXTS = ("IL-10 and growth factor of growth factors, the Growth.", "A factor receptor.")


def test_words_are_counted_in_small_letters() -> None:
    counts = Vocabulary(TEXTS).counts
    assert counts["growth"] == 3
    assert counts["factor"] == 2
    assert "10" not in counts


def test_a_wording_is_held_where_its_words_stand_side_by_side() -> None:
    vocabulary = Vocabulary(TEXTS)
    assert vocabulary.holds(phrase("growth factors"))
    assert vocabulary.holds(phrase("IL 10"))
    assert vocabulary.holds(("receptor",))
    assert not vocabulary.holds(phrase("growth receptor")), "both are there, but apart"
    assert not vocabulary.holds(phrase("growth hormone"))


def test_an_empty_vocabulary_holds_nothing() -> None:
    assert not Vocabulary(()).holds(("a", "b"))


def test_a_phrase_is_the_parts_of_its_compounds() -> None:
    assert phrase("IL-10 of the T-cells") == ("il", "10", "t", "cell")
