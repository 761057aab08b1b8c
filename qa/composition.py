"""The composition root: the real parts, joined. Nothing below knows where an index lives."""

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from corpus.library import bundled_folders, load_bundled, source_digest
from corpus.types import Document
from index.build import Progress, check_recipe, read_documents, read_index, recipe, save_index
from index.embedder import load_embedder
from index.errors import IndexDamagedError, ModelError
from index.lock import writer_lock
from index.manifest import REMEDY
from index.model import DEFAULT_MODEL, find_model
from index.reranker import open_reranker
from index.runtime import stay_on_calling_threads
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


def open_assistant(home: Path, *, reranker: str | None = None) -> Assistant:
    """An assistant over the current index of `home`, with the model that the index was made with.

    `reranker` is as for `index.reranker.open_reranker`. Raises `IndexDamagedError`, also when a
    model that was given by name or folder is gone, and `ModelError` when the default one is not
    installed as it should be or there is no such reranker. From then on the process computes on
    the calling threads alone, but for the reranker that ships: it reads two texts at a time.
    """
    with _naming_the_command(home):
        generation = open_generation(home)
        made = generation.recipe
        try:
            files = find_model(made.model)
        except ModelError as error:
            if made.model == DEFAULT_MODEL:
                raise
            raise IndexDamagedError(
                f"the model of the index in {generation.path} is gone: {error};"
                f" {REMEDY} --model {DEFAULT_MODEL}"
            ) from error
        # Before the model is loaded, which takes seconds.
        check_recipe(
            generation, made.model, fingerprint=files.fingerprint, dimension=made.dimension
        )
        second = open_reranker(reranker)
        assistant = Assistant(read_index(generation, load_embedder(files), made.model, second))
    stay_on_calling_threads()
    return assistant


def open_documents(home: Path) -> tuple[Document, ...]:
    """The documents of the current index of `home`. Raises `IndexDamagedError`."""
    with _naming_the_command(home):
        return read_documents(open_generation(home))


def ensure_index(
    home: Path, model: str | None, *, force: bool = False, progress: Progress | None = None
) -> Indexing:
    """Index the articles unless the current index is whole and already what it would be.

    Without a `model`, the one of the current index is kept. Raises `CorpusError`, `ModelError`
    and `IndexBusyError`.
    """
    digests = {folder.name: source_digest(folder) for folder in bundled_folders()}
    current = None
    try:
        current = open_generation(home)
        reason = "you asked for it"
    except IndexDamagedError as error:
        reason = str(error) if (home / CURRENT).exists() else "there was none"
    files = find_model(model or (current.recipe.model if current else DEFAULT_MODEL))
    if current and not force:
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
    embedder = load_embedder(files)
    name = save_index(home, documents, embedder, files.name, progress=progress)
    return Indexing(name, True, reason, len(documents))


@contextmanager
def _naming_the_command(home: Path) -> Iterator[None]:
    """The command that mends an index must mend the one in `home`."""
    try:
        yield
    except IndexDamagedError as error:
        if home == home_folder(None):
            raise
        command = f"qa index --home {shlex.quote(str(home))}"
        raise IndexDamagedError(str(error).replace("qa index", command)) from error
