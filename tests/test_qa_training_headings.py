"""The list of names is made as its program says, and what ships is such a list."""

import bz2
import lzma
from importlib.resources import files

import pytest

from index.headings import HEADINGS, LONGEST
from index.spelling import WORD
from qa.training.headings import BRANCHES, LEFT_OUT, read_diseases, read_lines, read_plain

TABLE = [
    "D1\tBreast Neoplasms\tNeoplasms, Breast|Breast Neoplasm|Tumors, Breast|BN\tC04.588.180|A01\n",
    "D2\tAcquired Immunodeficiency Syndrome\tAIDS|Syndrome, Acquired, Immuno\tC02.800\textra\n",
    "D3\tAnimals\tBeast\tB01.050\n",
    "D4\tTablets\tPills\tD26.255.830\n",
]


def test_a_line_has_the_places_that_are_kept_and_each_name_once_as_it_is_said() -> None:
    assert [*read_lines(TABLE, {"breast neoplasms": ["breast cancer", "cancers, breast"]})] == [
        "C04.588.180\tBreast Neoplasms|Breast Tumors|BN|breast cancer",
        "C02.800\tAcquired Immunodeficiency Syndrome",
    ]


def test_a_line_of_something_else_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 2 has 1 fields"):
        [*read_lines([TABLE[0], "no table\n"], {})]


PICKLED = (
    b"\x80\x04\x95\xc0\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x1cdisease_variant_to_canonical\x94}"
    b"\x94(\x8c\rbreast cancer\x94]\x94\x8c\x10breast neoplasms\x94a\x8c\x04ards\x94]\x94h\x05a"
    b"\x8c\x0fcancers, breast\x94]\x94h\x05au\x8c\x19disease_canonical_to_data\x94}\x94h\x05}\x94("
    b"\x8c\x07mesh_id\x94\x8c\x02D1\x94\x8c\tmesh_tree\x94]\x94\x8c\x03C04\x94aus\x8c\x01x\x94}"
    b"\x94u."
)
"""What Python writes for two names of one disease, and one that may be letters for something."""


def test_a_dictionary_of_diseases_is_read_without_running_it() -> None:
    assert read_diseases(bz2.compress(PICKLED)) == {
        "breast neoplasms": ["breast cancer", "cancers, breast"]
    }


def test_what_would_run_code_is_an_error() -> None:
    """A reference to `print`."""
    pickled = b"\x80\x04\x8c\x08builtins\x94\x8c\x05print\x94\x93\x94."
    with pytest.raises(ValueError, match="STACK_GLOBAL in a pickle of plain data"):
        read_plain(pickled)


def test_what_ships_is_such_a_list() -> None:
    lines = lzma.decompress((files("index") / HEADINGS).read_bytes()).decode().splitlines()
    assert lines == sorted(lines)
    for line in lines:
        trees, names = line.split("\t")
        assert all(tree.startswith(BRANCHES) for tree in trees.split())
        assert not any(tree.startswith(LEFT_OUT) for tree in trees.split())
        assert all(1 <= len(WORD.findall(name)) <= LONGEST for name in names.split("|"))
