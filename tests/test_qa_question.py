import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question import MAX_QUESTION_CHARS, check_question
from qa.types import QuestionError


@pytest.mark.parametrize(
    "text",
    [
        "What helps in ITP?",
        "¿Qué?",
        "ما هو العلاج؟",
        "\u202eWhat helps?\u202c",
        "什么药物有效",
        "<script>alert(1)</script>",
        "'; DROP TABLE articles; --",
        "{{7*7}} ${jndi:ldap://x} {% for x in y %}",
        "two\nlines\tand a tab",
        "a\u0301 👩‍🔬 x",
        "7",
        "x" * MAX_QUESTION_CHARS,
    ],
)
def test_any_text_may_be_asked_and_is_kept_as_it_is(text: str) -> None:
    assert check_question(text) == text


def test_white_space_around_is_not_part_of_a_question() -> None:
    assert check_question(" \n\u00a0What? \t\r\n") == "What?"


@pytest.mark.parametrize("text", ["", " ", "\n\t", "?", "…!?", "\u200b", "\u202e", "🙂"])
def test_a_question_without_a_word_is_empty(text: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty"):
        check_question(text)


@pytest.mark.parametrize("length", [MAX_QUESTION_CHARS + 1, 1_000_000])
def test_a_question_that_is_too_long_is_told_how_long_it_may_be(length: int) -> None:
    with pytest.raises(QuestionError, match=f"has {length:,} characters; at most 2,000"):
        check_question("x" * length)


def test_white_space_around_does_not_make_a_question_too_long() -> None:
    assert check_question(" " * 5_000 + "What?") == "What?"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\0b", "0000"),
        ("\x1b[31mred", "001B"),
        ("bell\x07", "0007"),
        ("lone \ud800", "D800"),
        ("\udcff byte", "DCFF"),
        ("c1 \x9b0m", "009B"),
    ],
)
def test_what_is_no_text_is_named(text: str, code: str) -> None:
    with pytest.raises(QuestionError, match=rf"not text \(U\+{code}\)") as caught:
        check_question(text)
    assert str(caught.value).isprintable(), "the message does not repeat it"


@given(st.text(alphabet=st.characters(), max_size=50))
def test_what_is_accepted_is_text_with_a_word(text: str) -> None:
    try:
        checked = check_question(text)
    except QuestionError:
        return
    assert checked == check_question(checked)
    assert checked in text
    assert any(character.isalnum() for character in checked)
    checked.encode("utf-8")
