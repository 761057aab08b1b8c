"""One direction of imports, nothing heavy at import time, and names that hide no library."""

import ast
import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("corpus", "index", "qa", "web")
OUTERMOST = "qa.cli"
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
HEAVY = (
    *("torch", "sentence_transformers", "transformers", "onnxruntime"),
    *("faiss", "bm25s", "fastapi", "uvicorn"),
)


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[str]:
    """Dotted names that a module imports, wherever in the module it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _of(path: Path, package: str) -> list[str]:
    return [name for name in _imports(path) if name.split(".")[0] == package]


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_those_of_this_repository(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / package


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_package_imports_only_those_on_its_left(path: Path) -> None:
    if _name(path) == OUTERMOST:
        return
    right_of_it = PACKAGES[PACKAGES.index(_name(path).split(".")[0]) + 1 :]
    assert [name for package in right_of_it for name in _of(path, package)] == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_imports_the_command_line(path: Path) -> None:
    found = [name for name in _of(path, "qa") if f"{name}.".startswith(f"{OUTERMOST}.")]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_imports_tests_or_pickle(path: Path) -> None:
    forbidden = {"tests", "pickle", "cPickle", "dill", "joblib", "shelve", "marshal"}
    assert [name for name in _imports(path) if name.split(".")[0] in forbidden] == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_is_named_after_a_library(path: Path) -> None:
    """`index/faiss.py` would be taken for the library by whoever runs it from its folder."""
    if path.stem in ("__init__", "__main__"):
        return
    library = importlib.util.find_spec(path.stem)
    if library is None or library.origin is None:
        return  # nothing, or a mere folder of that name ("build")
    found = Path(library.origin)  # an environment may lie in a folder of the checkout
    ours = ROOT in found.parents and "site-packages" not in found.parts
    assert ours or path.stem == "types"


def _loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in done.stdout.splitlines()}


@pytest.mark.skipif(not (ROOT / "qa" / "cli.py").exists(), reason="there is no command line")
def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    assert _loaded_by(OUTERMOST).isdisjoint(HEAVY)


def test_an_article_is_read_without_the_libraries_of_the_other_layers() -> None:
    loaded = _loaded_by("corpus.library")
    assert loaded.isdisjoint([*HEAVY, "numpy", "index", "qa", "web"])
