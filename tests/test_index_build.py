import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from corpus.types import Document
from index import build
from index.build import build_index, load_index, read_documents, save_index
from index.errors import IndexDamagedError
from index.manifest import Manifest
from index.recipe import Recipe
from index.retrieval import Index
from index.storage import open_generation, write_generation
from index.types import Embedder, FloatMatrix
from qa.assistant import Assistant
from tests.articles import FRONT, read
from tests.embedders import HashingEmbedder

EMBEDDER = HashingEmbedder()
MODEL = "hashing"
MANIFEST = shutil.ignore_patterns("manifest.json")
QUESTIONS = (
    "Which drug is combined with ATRA in immune thrombocytopenia?",
    "phase 3 trials in ITP",
    "What does insulin do in penguins?",
)


@pytest.fixture(scope="module")
def home(article: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    save_index(home, [article], EMBEDDER, MODEL)
    return home


@pytest.fixture(scope="module")
def small() -> Document:
    return read(FRONT + "1 Iron\n\nIron deficiency (ID) disturbs sleep (Lee, 2020).\n")


def refused(home: Path, embedder: Embedder = EMBEDDER, model: str = MODEL) -> str:
    with pytest.raises(IndexDamagedError) as caught:
        load_index(home, embedder, model)
    message = str(caught.value)
    assert message.endswith("rebuild it with: qa index")
    assert "\n" not in message
    return message


# What is saved is what is loaded


def test_a_loaded_index_gives_the_hits_and_answers_of_the_one_in_memory(
    home: Path, index: Index
) -> None:
    loaded = load_index(home, EMBEDDER, MODEL)
    assert loaded.chunks == index.chunks
    for question in QUESTIONS:
        assert loaded.search(question, 20) == index.search(question, 20)
        answers = [asdict(Assistant(each).answer(question)) for each in (loaded, index)]
        assert [answer.pop("index") for answer in answers] == [
            {"generation": loaded.generation},
            {"generation": "memory"},
        ]
        one, other = (json.dumps(answer) for answer in answers)
        assert one == other


def test_the_documents_come_back_as_they_were(home: Path, article: Document) -> None:
    (document,) = read_documents(open_generation(home))
    assert document == article


def test_the_same_content_is_the_same_generation(
    home: Path, tmp_path: Path, article: Document
) -> None:
    assert save_index(tmp_path, [article], EMBEDDER, MODEL) == open_generation(home).name


def test_documents_in_another_order_are_the_same_index(
    tmp_path: Path, small: Document, article: Document
) -> None:
    one = save_index(tmp_path / "one", [small, article], EMBEDDER, MODEL)
    assert save_index(tmp_path / "other", [article, small], EMBEDDER, MODEL) == one


def test_the_generation_changes_with_the_article(tmp_path: Path, small: Document) -> None:
    before = save_index(tmp_path, [small], EMBEDDER, MODEL)
    changed = replace(small, digest="changed")
    assert save_index(tmp_path, [changed], EMBEDDER, MODEL) != before


def test_progress_is_told_up_to_the_last_piece(small: Document, article: Document) -> None:
    told: list[tuple[int, int]] = []
    built = build_index([small, article], EMBEDDER, progress=lambda *at: told.append(at))
    total = len(built.chunks)
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert {of for _, of in told} == {total}


def test_no_document_is_no_index() -> None:
    with pytest.raises(ValueError, match="no token"):
        build_index([], EMBEDDER)


def test_two_documents_of_one_name_are_refused(tmp_path: Path, small: Document) -> None:
    with pytest.raises(ValueError, match=small.id):
        build_index([small, replace(small, title="Another")], EMBEDDER)
    with pytest.raises(ValueError, match=small.id):
        save_index(tmp_path, [small, small], EMBEDDER, MODEL)


def test_a_failure_while_building_leaves_the_index_before(tmp_path: Path, small: Document) -> None:
    class Failing(HashingEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
            raise RuntimeError(f"out of order at {len(texts)} texts")

    name = save_index(tmp_path, [small], EMBEDDER, MODEL)
    with pytest.raises(RuntimeError, match="out of order"):
        save_index(tmp_path, [replace(small, digest="new")], Failing(), MODEL)
    assert load_index(tmp_path, EMBEDDER, MODEL).generation == name


# Another recipe


def test_another_model_is_refused(home: Path) -> None:
    message = refused(home, model="other")
    assert "another model: hashing, now other" in message


def test_another_length_of_vectors_is_refused(home: Path) -> None:
    assert "the files of the model hashing changed" in refused(home, HashingEmbedder(128))


def test_other_weights_of_the_same_length_are_refused(home: Path) -> None:
    class Retrained(HashingEmbedder):
        @property
        def fingerprint(self) -> str:
            return "retrained"

    assert "the files of the model hashing changed" in refused(home, Retrained())


def with_recipe(home: Path, change: Callable[[Recipe], Recipe], small: Document) -> Recipe:
    """Write an index whose recipe is changed, as by another version of this program; the own one.

    Its files are those of this program, so that nothing but the recipe can be the reason.
    """
    save_index(home, [small], EMBEDDER, MODEL)
    whole = open_generation(home)

    def copy(folder: Path) -> None:
        shutil.copytree(whole.path, folder, ignore=MANIFEST, dirs_exist_ok=True)

    write_generation(home, change(whole.recipe), copy)
    return whole.recipe


def test_an_index_of_another_chunking_is_refused(tmp_path: Path, small: Document) -> None:
    with_recipe(tmp_path, lambda made: replace(made, chunking="by-hand"), small)
    assert "another chunking: by-hand, now " in refused(tmp_path)


def test_an_index_of_another_schema_is_refused(tmp_path: Path, small: Document) -> None:
    made = with_recipe(tmp_path, lambda made: replace(made, schema=0), small)
    assert f"its format is 0, this program reads format {made.schema}" in refused(tmp_path)


@pytest.mark.parametrize("name", ["reading", "analysis", "bm25s"])
def test_an_index_of_other_rules_is_refused(tmp_path: Path, name: str, small: Document) -> None:
    made = with_recipe(
        tmp_path, lambda made: replace(made, code={**made.code, name: "older"}), small
    )
    assert f"another {name}: older, now {made.code[name]}" in refused(tmp_path)


def test_the_same_recipe_is_not_refused(tmp_path: Path, small: Document) -> None:
    with_recipe(tmp_path, lambda made: made, small)
    load_index(tmp_path, EMBEDDER, MODEL)


def test_another_article_is_a_reason_to_rebuild(home: Path) -> None:
    made = open_generation(home).recipe
    options = {"fingerprint": EMBEDDER.fingerprint, "dimension": EMBEDDER.dimension}

    def difference(documents: dict[str, str]) -> str | None:
        return made.difference(build.recipe(documents, MODEL, **options))  # type: ignore[arg-type]

    (name,) = made.documents
    assert difference(dict(made.documents)) is None
    assert difference({name: "other"}) == f"the article {name} changed"
    assert difference({**made.documents, "x": "1"}) == "the article x is not in the index"
    assert difference({}) == f"the article {name} is no longer in the collection"


# Damage


@pytest.mark.parametrize(
    "part",
    [
        "documents.json",
        "chunks.json",
        "vectors.npy",
        "lexicon/vocab.index.json",
        "lexicon/data.csc.index.npy",
        "manifest.json",
    ],
)
@pytest.mark.parametrize("damage", ["flipped", "truncated", "missing"])
def test_damage_is_named(tmp_path: Path, small: Document, part: str, damage: str) -> None:
    save_index(tmp_path, [small], EMBEDDER, MODEL)
    path = open_generation(tmp_path).path / part
    content = bytearray(path.read_bytes())
    if damage == "flipped":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif damage == "truncated":
        path.write_bytes(content[:-1])
    else:
        path.unlink()
    assert str(path) in refused(tmp_path)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("documents.json", b'[{"id": 1}]'),
        ("documents.json", b"\xff"),
        ("chunks.json", b"[]"),
        ("chunks.json", b"{"),
        ("vectors.npy", b"\x93NUMPY"),
    ],
)
def test_content_that_is_none_is_refused_though_its_digests_fit(
    tmp_path: Path, small: Document, part: str, content: bytes
) -> None:
    save_index(tmp_path, [small], EMBEDDER, MODEL)
    whole = open_generation(tmp_path)
    files = {name: (whole.path / name).read_bytes() for name in manifest_files(whole.path)}

    def rewritten(folder: Path) -> None:
        for name, old in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content if name == part else old)

    write_generation(tmp_path, whole.recipe, rewritten)
    refused(tmp_path)


def manifest_files(folder: Path) -> list[str]:
    return list(Manifest.from_bytes((folder / "manifest.json").read_bytes()).files)


def test_no_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match=r"CURRENT is missing; make one with: qa index"):
        load_index(tmp_path, EMBEDDER, MODEL)
