"""Reference lists in the formats that reference managers read: CSL-JSON, BibTeX, RIS."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from corpus.types import Reference

ARTICLE_FALLBACK = "misc"
BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
INITIALS = re.compile(r"(?:[^\W\d_]\.?[-\s]?){1,4}")


def split_name(name: str) -> tuple[str, str]:
    """Family and given name of "Family, G. H.", "Family GH" or "Given Family".

    A name of one word, such as a consortium's, is all family name.
    """
    name = one_line(name)
    family, comma, given = name.partition(",")
    if comma:
        return family.strip(), given.strip()
    words = name.split()
    if len(words) < 2:
        return name, ""
    if words[-1].isupper() and INITIALS.fullmatch(words[-1]):
        return " ".join(words[:-1]), words[-1]
    if len(words) == 2 or all(INITIALS.fullmatch(word) for word in words[:-1]):
        return words[-1], " ".join(words[:-1])
    return name, ""


def csl_json(references: Iterable[Reference]) -> list[dict[str, Any]]:
    """CSL-JSON items (citation-style-language/schema), ids being the article's own keys."""
    return [csl_item(reference) for reference in references]


def csl_item(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "article-journal" if reference.container else "document",
    }
    if reference.authors:
        item["author"] = [csl_name(author) for author in reference.authors]
    if reference.year:
        item["issued"] = {"date-parts": [[reference.year]]}
    if reference.year_suffix:
        item["year-suffix"] = reference.year_suffix
    for name, value in (
        ("title", reference.title),
        ("container-title", reference.container),
        ("volume", reference.volume),
        ("page", reference.pages.replace("–", "-")),
        ("DOI", reference.doi),
        ("PMID", reference.pmid),
    ):
        if value:
            item[name] = value
    if not reference.title:
        item["note"] = reference.text
    return item


def csl_name(author: str) -> dict[str, str]:
    family, given = split_name(author)
    return {"family": family, "given": given} if given else {"literal": family}


def bibtex(references: Sequence[Reference]) -> str:
    """BibTeX (UTF-8) with unique ASCII keys such as `wu2022` or `wu2022b`."""
    keys = bibtex_keys(references)
    entries = (bibtex_entry(*pair) for pair in zip(references, keys, strict=True))
    return "\n".join(entries)


def bibtex_keys(references: Sequence[Reference]) -> list[str]:
    """One key per entry: first author's family name, year and suffix, made unique."""
    taken: set[str] = set()
    keys = []
    for reference in references:
        family = split_name(reference.authors[0])[0] if reference.authors else reference.key
        ascii_name = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z]", "", ascii_name.lower()) or "ref"
        base = f"{stem}{reference.year or 'nd'}{reference.year_suffix}"
        base = re.sub(r"[^a-z0-9]", "", base.lower())
        key, number = base, 1
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key)
        keys.append(key)
    return keys


def bibtex_entry(reference: Reference, key: str) -> str:
    names = [bibtex_name(author) for author in reference.authors]
    if reference.et_al:
        names.append("others")
    fields = (
        ("author", " and ".join(names)),
        # Double braces keep the capitals of the title as printed.
        ("title", f"{{{escape_bibtex(reference.title)}}}" if reference.title else ""),
        ("journal", escape_bibtex(reference.container)),
        ("year", str(reference.year or "")),
        ("volume", escape_bibtex(reference.volume)),
        ("pages", escape_bibtex(re.sub(r"\s*[–-]+\s*", "--", reference.pages))),
        ("doi", escape_bibtex(reference.doi)),
        ("pmid", escape_bibtex(reference.pmid)),
        ("note", "" if reference.title else escape_bibtex(reference.text)),
    )
    kind = "article" if reference.container else ARTICLE_FALLBACK
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def bibtex_name(author: str) -> str:
    family, given = split_name(author)
    # Braces keep a name of one piece whole, even if it contains "and" or a comma.
    return (
        f"{escape_bibtex(family)}, {escape_bibtex(given)}"
        if given
        else (f"{{{escape_bibtex(family)}}}")
    )


def escape_bibtex(text: str) -> str:
    """Text as BibTeX prints it literally, on one line."""
    return "".join(BIBTEX_ESCAPES.get(character, character) for character in one_line(text))


def ris(references: Iterable[Reference]) -> str:
    """RIS records (UTF-8, CR LF as the format asks)."""
    return "".join(ris_record(reference) for reference in references)


def ris_record(reference: Reference) -> str:
    first, _, last = reference.pages.replace("–", "-").partition("-")
    fields: list[tuple[str, str]] = [("TY", "JOUR" if reference.container else "GEN")]
    for author in reference.authors:
        family, given = split_name(author)
        fields.append(("AU", f"{family}, {given}" if given else family))
    fields += [
        ("PY", str(reference.year or "")),
        ("TI", reference.title),
        ("JO", reference.container),
        ("VL", reference.volume),
        ("SP", first),
        ("EP", last),
        ("DO", reference.doi),
        ("AN", reference.pmid),
        ("N1", "" if reference.title else reference.text),
        ("ID", reference.key),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def one_line(text: str) -> str:
    """Text without line breaks and control characters, which would end a field."""
    return " ".join(
        "".join(" " if ord(c) < 32 or c in "\x7f\x85\u2028\u2029" else c for c in text).split()
    )
