"""Which code is being evaluated: version, commit and a hash of the sources."""

import hashlib
import subprocess
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from qa.evaluation.run import Provenance

DISTRIBUTION = "review-qa"
_PACKAGES = ("corpus", "index", "qa")
_ROOT = Path(__file__).parents[2]


def provenance(
    *, model: str = "", fingerprint: str = "", recipe: Mapping[str, Any] | None = None
) -> Provenance:
    """The provenance of a run that starts now; see `Provenance` for what may be left out."""
    return Provenance(_version(), _commit(), code_digest(_ROOT), model, fingerprint, recipe)


def code_digest(root: Path) -> str:
    """SHA-256 of the Python sources below `root` that can change an answer."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _version() -> str:
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return ""


def _commit() -> str:
    """The checked-out commit, "+" appended when tracked files differ; "" outside a checkout."""
    if not (_ROOT / ".git").exists():
        return ""
    head = _git("rev-parse", "HEAD")
    return f"{head}+" if head and _git("status", "--porcelain", "-uno") else head


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(_ROOT), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
