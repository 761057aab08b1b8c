"""`python -m qa.evaluation.public`: the figures of the public sets, one table per set."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from index.embedder import SentenceTransformerEmbedder
from index.errors import ModelError
from index.model import find_model
from qa.evaluation.errors import QuestionSetError
from qa.evaluation.printing import public_table
from qa.evaluation.public.cache import CachedEmbedder, CacheError, default_cache_folder
from qa.evaluation.public.run import PUBLIC_NAMES, run_public
from qa.evaluation.systems import SYSTEMS

BAD_INPUT = 2


def main(
    data: Annotated[
        Path, typer.Option(envvar="QA_EVAL_DATA", help="Folder with one sub-folder per set.")
    ],
    sets: Annotated[
        list[str] | None, typer.Option("--set", help=f"Of: {', '.join(PUBLIC_NAMES)}.")
    ] = None,
    systems: Annotated[
        list[str] | None, typer.Option("--system", help=f"Of: {', '.join(SYSTEMS)}.")
    ] = None,
    max_questions: Annotated[
        int | None, typer.Option(min=1, help="Draw so many questions per set, with a fixed seed.")
    ] = None,
    cache: Annotated[Path | None, typer.Option(help="Folder where vectors are kept.")] = None,
) -> None:
    """Print the figures of the public sets, ours beside the baselines.

    Without --set, every set whose data are there; what is missing is named on stderr.
    """
    out, messages = Console(), Console(stderr=True)
    for given, known in ((sets, PUBLIC_NAMES), (systems, tuple(SYSTEMS))):
        for name in given or ():
            if name not in known:
                messages.print(f"unknown: {name!r}; there are: {', '.join(known)}")
                raise typer.Exit(BAD_INPUT)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    shown = 0
    with Progress(*columns, console=messages, transient=True) as bar:
        current = bar.add_task("loading the model", total=1)

        def progress(what: str, done: int, total: int) -> None:
            bar.update(current, description=what, completed=done, total=total)

        try:
            embedder = CachedEmbedder(
                SentenceTransformerEmbedder(find_model()),
                cache or default_cache_folder(),
                lambda done, total: progress("embedding", done, total),
            )
            with closing(embedder):
                for name in sets or PUBLIC_NAMES:
                    try:
                        table = run_public(
                            name, data, systems or (), max_questions, progress, embedder=embedder
                        )
                    except QuestionSetError as error:
                        messages.print(f"{name}: {error}", markup=False, highlight=False)
                        if sets:
                            raise typer.Exit(BAD_INPUT) from None
                        continue
                    out.print(public_table(table))
                    shown += 1
        except (ModelError, CacheError) as error:
            messages.print(str(error), markup=False, highlight=False)
            raise typer.Exit(BAD_INPUT) from None
    if not shown:
        raise typer.Exit(BAD_INPUT)


if __name__ == "__main__":
    typer.run(main)
