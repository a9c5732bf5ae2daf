"""Reads the workflows of every checkout below a folder, plans them, and reports.

    python benchmarks/corpus.py FOLDER [--warnings] [--editor] [--events EVENT ...]

Each folder with a `.github/workflows` is a project. Whatever raises is a crash, and a
bug; an error that GitHub would not report is a bug too. The first is counted and
printed with its traceback, the second is for a human eye: every error is listed with
its place and its line. Files are only read; nothing of them is run.
"""

from __future__ import annotations

import argparse
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from understudy.dialects.github import dialect, events
from understudy.dialects.github.files import Checkout
from understudy.dialects.github.folder import WORKFLOWS, read_workflows
from understudy.dialects.github.reader import Strictness, read
from understudy.model.event import Changes, Event
from understudy.model.facts import Base, Facts
from understudy.model.pipeline import Pipeline, Workflow
from understudy.plan import planner
from understudy.text.diagnostic import Authority, Diagnostic

EVENTS = ("push", "pull_request", "tag v1.2.3", "schedule", "dispatch")
SHA = "1234567890abcdef1234567890abcdef12345678"
CHANGES = Changes(("README.md", "pyproject.toml", "src/package/module.py"))


def main() -> int:
    """Read what the command line names; 1 says that something raised."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--warnings", action="store_true", help="list warnings, too")
    parser.add_argument("--editor", action="store_true", help="read `on` as editors do")
    parser.add_argument("--events", nargs="*", default=EVENTS, metavar="EVENT")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    for root in projects(args.folder):
        counts["projects"] += 1
        for diagnostic in look_at(root, args, counts):
            counts[f"{diagnostic.authority.value} {diagnostic.severity.value}s"] += 1
            if diagnostic.is_error or args.warnings:
                show(root, diagnostic)
    print(", ".join(f"{counts[name]} {name}" for name in counts))
    print(f"{time.perf_counter() - start:.1f} s")
    return 1 if counts["crashes"] else 0


def projects(folder: Path) -> Iterator[Path]:
    """Yield each folder that has workflows."""
    for found in sorted(folder.rglob(WORKFLOWS)):
        if found.is_dir() and any(found.glob("*.y*ml")):
            yield found.parents[1]


def look_at(
    root: Path, args: argparse.Namespace, counts: Counter[str]
) -> Sequence[Diagnostic]:
    """Return what is said against the workflows of a project, read and planned."""
    counts["crashes"] += 0
    strictness = Strictness.EDITOR if args.editor else Strictness.SERVER
    try:
        sources = read_workflows(root)
        counts["files"] += len(sources)
        counts["lines"] += sum(source.text.count("\n") for source in sources)
        pipeline = read(sources, strictness=strictness, files=Checkout(root))
        counts["broken files"] += sum(one.broken for one in pipeline.workflows)
        found = {diagnostic.order: diagnostic for diagnostic in pipeline.diagnostics}
        for diagnostic in planned(pipeline, args.events, counts):
            found.setdefault(diagnostic.order, diagnostic)
        return [found[key] for key in sorted(found)]
    except Exception:
        counts["crashes"] += 1
        print(f"crash in {root}\n{traceback.format_exc()}")
        return []


def planned(
    pipeline: Pipeline, requests: Sequence[str], counts: Counter[str]
) -> Iterator[Diagnostic]:
    """Plan a pipeline for each event, then whatever the event."""
    plans = [
        planner.plan(pipeline, happening(words, pipeline.workflows), dialect)
        for request in requests
        for words in spelled_out(request, pipeline.workflows)
    ]
    for plan in (*plans, planner.plan_all(pipeline, dialect)):
        counts["plans"] += 1
        counts["legs"] += sum(1 for _ in plan.legs())
        yield from plan.diagnostics


def spelled_out(request: str, workflows: Sequence[Workflow]) -> Iterator[str]:
    """Yield a request once, but a dispatch for each workflow that can be dispatched."""
    if request != "dispatch":
        yield request
        return
    for workflow in workflows:
        if workflow.trigger("workflow_dispatch"):
            yield f"dispatch {workflow.path}"


def happening(words: str, workflows: Sequence[Workflow]) -> Event:
    """Make the event of a request, in a checkout that git knows all about."""
    branch = "topic" if words.startswith("pull_request") else "main"
    base = Base(SHA, merge_base=SHA, changes=CHANGES, direct=CHANGES)
    facts = Facts(SHA, branch, changes=CHANGES, bases={"main": base})
    request = events.parse_event(words.split(" ", 1))
    return events.synthesise(request, facts, workflows)


def show(root: Path, diagnostic: Diagnostic) -> None:
    """Print a problem, and the line that it is on."""
    span = diagnostic.span
    whose = "" if diagnostic.authority is Authority.GITHUB else " (understudy)"
    print(f"{root.name}/{span}: {diagnostic.severity.value}{whose}", end=" ")
    print(f"[{diagnostic.id}] {diagnostic.message}")
    print(f"    {span.source.lines[span.line - 1].strip()[:100]}")


if __name__ == "__main__":
    raise SystemExit(main())
