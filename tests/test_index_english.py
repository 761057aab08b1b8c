from index.english import english_words, is_english, strangeness


def test_the_commonest_word_is_not_strange_and_an_unknown_one_is_most() -> None:
    assert strangeness("the") == 0
    assert strangeness("dabrafenib") == 1
    assert 0 < strangeness("run") < strangeness("pregnancy") < strangeness("sickle") < 1


def test_strangeness_is_that_of_the_word_in_any_spelling() -> None:
    assert strangeness("Leukaemia") == strangeness("leukemia")
    assert strangeness("penguins") <= strangeness("penguinses")


def test_every_word_of_the_list_is_english_and_has_a_rank_of_its_own() -> None:
    words = english_words()
    assert sorted(words.values()) == list(range(len(words)))
    assert all(is_english(word) for word in list(words)[:500])
