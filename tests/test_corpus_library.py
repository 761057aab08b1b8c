"""Articles on disk: a clear error that names the file, or a correct reading; never a crash."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.library import load_bundled, read_article, source_digest
from corpus.types import CorpusError
from tests.articles import FRONT, TITLE, TOML, bundled, bundled_folder, read, write

BODY = f"{FRONT}1 Introduction\n\nIron fell in sleep. It rose again.\n"


def _error(folder: Path) -> str:
    with pytest.raises(CorpusError) as caught:
        read_article(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_article_is_read(tmp_path: Path) -> None:
    document = read_article(write(tmp_path / "iron-2024", BODY), added_by="you")
    assert (document.id, document.title, document.added_by) == ("iron-2024", TITLE, "you")
    assert document.section_by_anchor["s1"].text == "Iron fell in sleep. It rose again."
    assert document.digest == source_digest(tmp_path / "iron-2024")


def test_the_bundled_articles_are_found() -> None:
    assert load_bundled() == (bundled(),)
    assert source_digest(bundled_folder()) == bundled().digest


def test_the_digest_changes_with_either_file(tmp_path: Path) -> None:
    digests = {
        source_digest(write(tmp_path / "a", BODY)),
        source_digest(write(tmp_path / "b", BODY + "More.\n")),
        source_digest(write(tmp_path / "c", BODY, TOML.replace("2024", "2023"))),
    }
    assert len(digests) == 3
    assert source_digest(write(tmp_path / "d", BODY)) in digests


def test_missing_folder_and_files(tmp_path: Path) -> None:
    assert str(tmp_path / "none") in _error(tmp_path / "none")
    folder = write(tmp_path / "a", BODY)
    (folder / "article.toml").unlink()
    assert "article.toml: there is no such file" in _error(folder)
    folder = write(tmp_path / "b", BODY)
    (folder / "article.txt").unlink()
    assert "article.txt" in _error(folder)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Zürich".encode("latin-1"), "not UTF-8 text (byte 1)"),
        (BODY.encode("utf-16"), "not UTF-8 text (byte 0)"),
        (b"Iron\0fell", "NUL"),
        (b"\x7fELF\0\0", "NUL"),
        (b"", "no running text"),
        (b"\n\n \t \n", "no running text"),
        ("\ufeff".encode(), "no running text"),
        ("\u200b\n\n\u200b".encode(), "no running text"),
        (b"A\tB\n1\t2\n3\t4\n", "no running text"),
        (b"\t\t\t\n\t\n", "no running text"),
        (TITLE.encode(), "no running text"),
    ],
)
def test_what_is_no_article(tmp_path: Path, text: bytes, says: str) -> None:
    error = _error(write(tmp_path / "a", text))
    assert says in error
    assert str(tmp_path / "a" / "article.txt") in error


def test_what_is_too_large(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", BODY)
    with (folder / "article.txt").open("ab") as file:
        file.truncate(20_000_001)
    assert "larger than 20,000,000 bytes" in _error(folder)


def test_a_pipe_is_no_article(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", BODY)
    (folder / "article.toml").unlink()
    os.mkfifo(folder / "article.toml")
    assert "article.toml" in _error(folder)


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        (TOML + "colour = 1\n", "unknown key `colour`"),
        (TOML.replace("2024\n", '"2024"\n', 1), "`year`"),
        (TOML.replace("year = 2024", "year = true"), "`year`"),
        (TOML.replace("year = 2024", "year = 20240"), "`year`"),
        (TOML.replace('["A. Author"]', '"A. Author"'), "`authors`"),
        (TOML.replace('["A. Author"]', "[1]"), "`authors`"),
        (TOML.replace(f'title = "{TITLE}"', ""), "`title`"),
        (TOML.replace(f'title = "{TITLE}"', 'title = " "'), "`title`"),
        (TOML.replace("10.1234/example", "javascript:alert(1)"), "`doi`"),
        (TOML.replace("https://creative", "javascript:creative"), "`licence_url`"),
        (TOML + "title = 'again'\n", "not valid TOML"),
        ("title = ", "not valid TOML"),
        (b"\xff", "not valid TOML"),
        ("a = " + "[" * 100_000, "not valid TOML"),
        ("", "`title`"),
    ],
)
def test_unusable_metadata(tmp_path: Path, toml: str | bytes, says: str) -> None:
    error = _error(write(tmp_path / "a", BODY, toml))
    assert says in error
    assert "article.toml" in error


def test_optional_metadata_may_be_empty(tmp_path: Path) -> None:
    toml = TOML.replace("10.1234/example", "").replace('"https://creative', '"" # ')
    assert read_article(write(tmp_path / "a", BODY, toml)).doi == ""


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(tmp_path: Path, ends: str, mark: str) -> None:
    plain = read_article(write(tmp_path / "plain", BODY))
    toml = mark + TOML.replace("\n", "\r\n")
    other = read_article(write(tmp_path / "other", mark + BODY.replace("\n", ends), toml))
    assert other.sections == plain.sections


@pytest.mark.parametrize(
    "sentence",
    [
        "مرحبا (2020) hello.",
        "a\u202egnp.exe and \u2066isolated\u2069 text.",
        "e\u0301 and \U0001f9ec and 𝛼.",
        "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE x; --",
        "It\u2019s \u201cquoted\u201d \u2013 fine.",
    ],
)
def test_text_of_every_kind_is_kept(sentence: str) -> None:
    document = read(f"{FRONT}1 Introduction\n\n{sentence}\n")
    assert document.section_by_anchor["s1"].text == sentence


def test_a_line_of_a_megabyte_is_read() -> None:
    line = "Iron fell in sleep (Wu et al., 2020). " * 27_000
    document = read(f"{FRONT}1 Introduction\n\n{line}\n")
    assert len(document.section_by_anchor["s1"].text) == len(line) - 1


HOSTILE = [
    "(", ")", "[", "(((a", "[1", "[\\a", "{", "_{", "^{", "$", "$^", "*", "**a ", "_", "<sup>",
    "<i ", "&#", "a ", "A ", "A. ", "A.", "a. ", "1-", "1,", "Wang and Wang and ", "Wang et al. ",
    "Wang, A., ", "de ", "(Wang et al., 2020; ", "2020a,", "(AB) ", "a b (AB", "doi:10.1234/",
    "[a](http://", "α ", "A α ", "'", '"', ". ", ".) ", "- ", "a-\n", "a\n", "a\n\n", "A a\n\n",
    "1 A\n\n", "- a\n", "[1] A\n", "TABLE 1 x\n\n", "FIGURE 1\n\n", "a\tb\n", "\t\tc\t\t\n", "\t",
    "References\n\n", "(Continued)\n\n",
]  # fmt: skip
_READER = """
import sys
from corpus.types import CorpusError
from tests.articles import FRONT, read
for piece in sys.argv[1:]:
    many = piece * (200_000 // len(piece))
    for around in ("{}", "- Wang, A. (2020). {}", "a\\tb\\n{}"):
        for start in ("1 Introduction", "References"):
            try:
                read(FRONT + start + "\\n\\n" + around.format(many) + "\\n")
            except CorpusError:
                pass
"""


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_no_line_takes_more_than_its_share_of_time(piece: str) -> None:
    """200 kB of one thing. A pattern that backtracks would take hours; the bound is generous."""
    subprocess.run([sys.executable, "-c", _READER, piece], check=True, timeout=180)


def test_hostile_lines_are_read() -> None:
    """The same on a small scale, in one go: quick unless some pattern is exponential."""
    reader = _READER.replace("200_000", "2_000")
    subprocess.run([sys.executable, "-c", reader, *HOSTILE], check=True, timeout=120)
