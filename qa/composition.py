"""The composition root: the real parts, joined. Nothing below knows where an index lives."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from corpus.library import bundled_folders, load_bundled, source_digest
from index.build import Progress, check_recipe, read_index, recipe, save_index
from index.embedder import SentenceTransformerEmbedder
from index.errors import IndexDamagedError, ModelError
from index.lock import writer_lock
from index.manifest import REMEDY
from index.model import DEFAULT_MODEL, find_model
from index.storage import CURRENT, open_generation
from qa.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Indexing:
    """What `ensure_index` did: the generation that is now current and why it was (not) made."""

    generation: str
    built: bool
    reason: str
    documents: int


def home_folder(option: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """Where indexes live: the option, else `QA_HOME`, else the platform's user data folder."""
    if option is not None:
        return option
    named = environment.get("QA_HOME")
    return Path(named) if named else user_data_path("review-qa", appauthor=False)


def open_assistant(home: Path) -> Assistant:
    """An assistant over the current index of `home`, with the model that the index was made with.

    Raises `IndexDamagedError`, also when a model that was given by name or folder is gone, and
    `ModelError` when the default one is not installed as it should be.
    """
    generation = open_generation(home)
    made = generation.recipe
    try:
        files = find_model(made.model)
    except ModelError as error:
        if made.model == DEFAULT_MODEL:
            raise
        raise IndexDamagedError(
            f"the model of the index in {generation.path} is gone: {error}; {REMEDY}"
        ) from error
    # Before the model is loaded, which takes seconds.
    check_recipe(generation, made.model, fingerprint=files.fingerprint, dimension=made.dimension)
    return Assistant(read_index(generation, SentenceTransformerEmbedder(files), made.model))


def ensure_index(
    home: Path, model: str, *, force: bool = False, progress: Progress | None = None
) -> Indexing:
    """Index the articles unless the current index is whole and already what it would be.

    Raises `CorpusError`, `ModelError` and `IndexBusyError`.
    """
    files = find_model(str(Path(model).resolve()) if Path(model).is_dir() else model)
    digests = {folder.name: source_digest(folder) for folder in bundled_folders()}
    reason = "you asked for it"
    if not force:
        try:
            current = open_generation(home)
        except IndexDamagedError as error:
            reason = str(error) if (home / CURRENT).exists() else "there was none"
        else:
            made = current.recipe
            wanted = recipe(
                digests, files.name, fingerprint=files.fingerprint, dimension=made.dimension
            )
            difference = made.difference(wanted)
            if difference is None:
                return Indexing(current.name, False, "nothing changed", len(digests))
            reason = difference
    if home.is_dir():
        # Another writer is known at once, before the model is loaded, which takes seconds.
        with suppress(OSError), writer_lock(home):
            pass
    documents = load_bundled()
    embedder = SentenceTransformerEmbedder(files)
    name = save_index(home, documents, embedder, files.name, progress=progress)
    return Indexing(name, True, reason, len(documents))
