"""The files an evaluation leaves: runs as JSON, reports as pages, and what it goes on from."""

import re
from collections.abc import Sequence
from pathlib import Path

from corpus.types import Document
from qa.evaluation.measures import HEADLINE
from qa.evaluation.report import render_report
from qa.evaluation.run import Run, save_run, write_whole


class Outputs:
    """Where runs and reports go, if anywhere.

    With `per_set`, there are several sets and every file has its set in its name. While an
    evaluation lasts, its results are kept beside the first output; `finish` removes them.
    """

    def __init__(self, report: Path | None, save: Path | None, *, per_set: bool = False) -> None:
        """Raises ValueError if a file could not be written there."""
        for path in (report, save):
            if path and not path.parent.is_dir():
                raise ValueError(f"there is no folder {path.parent}")
            if path and path.is_dir():
                raise ValueError(f"{path} is a folder")
        self._report = report
        self._save = save
        self._per_set = per_set
        self._partials: list[Path] = []

    @property
    def wanted(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._report or self._save)

    def partial(self, set_name: str, system: str) -> Path | None:
        """Where this run is kept until `finish`; None when nothing is to be written."""
        output = self._save or self._report
        if output is None:
            return None
        path = self._named(output, set_name, system).with_suffix(".partial.jsonl")
        self._partials.append(path)
        return path

    def write(
        self,
        runs: Sequence[Run],
        documents: Sequence[Document],
        *,
        headline: Sequence[str] = HEADLINE,
        about: str = "",
    ) -> None:
        """The runs of one set, a file per system, and their report; see `render_report`."""
        name = runs[0].set_name
        if self._save:
            for run in runs:
                system = run.system if len(runs) > 1 else ""
                save_run(run, self._named(self._save, name, system))
        if self._report:
            page = render_report(runs, documents, headline=headline, about=about)
            write_whole(self._named(self._report, name), page)

    def finish(self) -> None:
        """All is written: what an interrupted evaluation would go on from is not needed."""
        for path in self._partials:
            path.unlink(missing_ok=True)

    def _named(self, path: Path, set_name: str, system: str = "") -> Path:
        """`run.json` for a system "bm25": `run-bm25.json`; per set: `run-scifact-bm25.json`."""
        names = [set_name if self._per_set else "", system]
        plain = [re.sub(r"[^\w.-]+", "-", name) for name in names if name]
        return path.with_name("-".join((path.stem, *plain)) + path.suffix)
