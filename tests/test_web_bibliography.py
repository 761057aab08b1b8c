"""What is exported can be read back."""

import re
from dataclasses import replace

import pytest

from corpus.types import Reference
from tests.fake_article import article
from web.bibliography import bibtex, bibtex_keys, csl_json, escape_bibtex, ris, split_name

REFERENCES = article().references


def read_ris(text: str) -> list[dict[str, list[str]]]:
    """RIS records as tag to values, by the format's own rule: two characters, two blanks, dash."""
    records: list[dict[str, list[str]]] = []
    for line in text.split("\r\n"):
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match or not line
        if not match:
            continue
        if match[1] == "TY":
            records.append({})
        records[-1].setdefault(match[1], []).append(match[2])
    assert all(record["ER"] == [""] for record in records)
    return records


def read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """BibTeX entries as key to fields, by counting braces."""
    entries: dict[str, dict[str, str]] = {}
    for match in re.finditer(r"@(\w+)\{([^,\s]+),\n", text):
        fields: dict[str, str] = {}
        position = match.end()
        while found := re.compile(r"  (\w+) = \{").match(text, position):
            depth, end = 1, found.end()
            while depth:
                if text[end] == "\\":
                    end += 1
                elif text[end] in "{}":
                    depth += 1 if text[end] == "{" else -1
                end += 1
            fields[found[1]] = text[found.end() : end - 1]
            position = end
            assert text[position] in ",\n"
            position = position + 2 if text[position] == "," else position + 1
        assert text[position] == "}"
        assert match[2] not in entries
        entries[match[2]] = fields
    return entries


def test_ris_reads_back() -> None:
    records = read_ris(ris(REFERENCES))
    assert [record["ID"] for record in records] == [[entry.key] for entry in REFERENCES]
    first = records[0]
    assert first["AU"] == ["Adams, A. B.", "Evans, C."]
    assert (first["TI"], first["PY"], first["DO"]) == (["Oxygen & iron"], ["2018"], ["10.1000/one"])
    assert (first["SP"], first["EP"]) == (["34"], ["56"])
    assert "DO" not in records[2]


def test_bibtex_reads_back() -> None:
    entries = read_bibtex(bibtex(REFERENCES))
    assert list(entries) == ["adams2018", "brown2020a", "brown2020b", "clark2021"]
    assert entries["adams2018"]["author"] == "Adams, A. B. and Evans, C."
    assert entries["adams2018"]["title"] == r"{Oxygen \& iron}"
    assert entries["adams2018"]["pages"] == "34--56"
    assert entries["brown2020a"]["title"] == r"{Hepcidin \{rises\}}"
    assert entries["brown2020a"]["doi"] == r"10.1000/a\_b"
    assert "doi" not in entries["brown2020b"]


def test_csl_json_states_the_entries() -> None:
    items = csl_json(REFERENCES)
    assert [item["id"] for item in items] == [entry.key for entry in REFERENCES]
    assert items[0] == {
        "id": "Adams et al., 2018",
        "type": "article-journal",
        "author": [{"family": "Adams", "given": "A. B."}, {"family": "Evans", "given": "C."}],
        "issued": {"date-parts": [[2018]]},
        "title": "Oxygen & iron",
        "container-title": "J. Iron",
        "volume": "12",
        "page": "34-56",
        "DOI": "10.1000/one",
    }


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Wu, Y. J.", "Wu", "Y. J."),
        ("Wu YJ", "Wu", "YJ"),
        ("Y. J. Wu", "Wu", "Y. J."),
        ("Yan Chen", "Chen", "Yan"),
        ("de Almeida, L. Y.", "de Almeida", "L. Y."),
        ("García-Guerrero, E.", "García-Guerrero", "E."),
        ("World Health Organization", "World Health Organization", ""),
        ("WHO", "WHO", ""),
    ],
)
def test_names_are_split(name: str, family: str, given: str) -> None:
    assert split_name(name) == (family, given)


def test_special_characters_of_bibtex_are_literal() -> None:
    assert escape_bibtex("a%b\\c~d^e#f$g\nh") == (
        r"a\%b\textbackslash{}c\textasciitilde{}d\textasciicircum{}e\#f\$g h"
    )


def test_keys_are_ascii_and_unique() -> None:
    twin = replace(REFERENCES[0], authors=("Żółć, A.",))
    nameless = replace(REFERENCES[0], authors=(), key="世界", year=0)
    keys = bibtex_keys([twin, twin, nameless, nameless])
    assert keys == ["zoc2018", "zoc2018-2", "refnd", "refnd-2"]


def test_a_hostile_entry_cannot_start_another_record() -> None:
    evil = Reference(
        "r",
        "k",
        ("X\r\nER  - \r\nTY  - JOUR, Y",),
        2020,
        "T}\n}\n@article{evil,\n  title = {",
        "J\nER  - ",
        "text",
    )
    assert len(read_ris(ris([evil]))) == 1
    assert list(read_bibtex(bibtex([evil]))) == ["xertyjour2020"]


def test_an_entry_without_title_keeps_its_text() -> None:
    bare = Reference("r", "12", (), 0, "", "", "Unpublished report.")
    assert read_ris(ris([bare]))[0]["N1"] == ["Unpublished report."]
    assert read_bibtex(bibtex([bare]))["refnd"]["note"] == "Unpublished report."
    assert csl_json([bare])[0]["note"] == "Unpublished report."
