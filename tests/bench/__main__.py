"""`python -m tests.bench`: one run, one report. Nothing here fails because it is slow."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

import httpx

from tests.bench.machine import this_machine
from tests.bench.measure import FULL, QUICK, measure
from tests.bench.programs import ProgramError
from tests.bench.questions import SHIPPED_SET, read_questions
from tests.bench.report import as_json, as_text


def main() -> int:
    """Exit code 0, 1 when a measured program fails, 2 for a question set that cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Speed, memory and retrieval beside the usual tutorial pipeline.",
    )
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE",
        help="question set (JSON Lines) for retrieval, all of it; default: the project's dev split",
    )
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args()
    try:
        if options.questions is None:
            judged, name = (
                read_questions(SHIPPED_SET, split="dev"),
                f"{SHIPPED_SET.stem}, dev split",
            )
        else:
            judged, name = read_questions(options.questions), options.questions.name
    except (OSError, ValueError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped
    machine = this_machine()
    effort = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory(prefix="review-qa-bench-") as work:
        try:
            measured = measure(Path(work), judged, effort, _tell)
        except (ProgramError, httpx.HTTPError) as error:
            print(f"bench: {error}", file=sys.stderr)
            return 1
    render = as_json if options.json else as_text
    print(render(machine, measured, effort, name))
    return 0


def _tell(step: str) -> None:
    print(f"bench: {step} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
