"""The machine and the versions that figures belong to."""

import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from qa.evaluation.provenance import provenance

_PACKAGES = ("torch", "sentence-transformers", "faiss-cpu", "bm25s", "fastapi", "uvicorn", "numpy")


@dataclass(frozen=True, slots=True)
class Machine:
    """`memory` is in bytes, 0 if unknown; `load` is the average of runnable processes in the
    last minute before the measurements: above 0 on a machine that does something else too.
    """

    processor: str
    cores: int
    memory: int
    system: str
    python: str
    versions: dict[str, str]
    commit: str
    load: float


def this_machine() -> Machine:
    return Machine(
        processor=_field("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        cores=available_cores(),
        memory=int((_field("/proc/meminfo", "MemTotal") or "0").split()[0]) * 1024,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        versions={name: _version(name) for name in _PACKAGES},
        commit=provenance().commit,
        load=os.getloadavg()[0],
    )


def available_cores() -> int:
    """Cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _field(path: str, name: str) -> str:
    """The first value of that name in one of the kernel's lists; "" where there is none."""
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"
