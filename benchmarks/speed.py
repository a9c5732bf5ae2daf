"""Measures how long understudy takes, beside things that take as long anywhere.

    python benchmarks/speed.py [--rounds N]

A second is another second on another machine: compare the ratios, and those of one run
only. Commands are measured in turn, each as a whole process, and the median counts.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import yaml

import projects
from corpus import happening
from understudy import records
from understudy.dialects.github import dialect
from understudy.dialects.github.folder import read_workflows
from understudy.dialects.github.reader import read
from understudy.plan import planner

NOTHING = "python -c pass"
RECORDS = 150
STANDARD = f"{RECORDS} frozen dataclasses of the standard library"
OURS = f"{RECORDS} of understudy.records"
COMPOSE = "yaml.compose, with libyaml if there is one"
READ = "read and planned, in one process"


class Goal(NamedTuple):
    """What is measured, beside what, and how long it may take on our machine."""

    name: str
    beside: str
    seconds: float | None = None
    ratio: float | None = None

    def text(self) -> str:
        """Return the goal in words."""
        if self.ratio is not None:
            return f"<= {self.ratio:g}x"
        return f"<= {self.seconds:g} s" if self.seconds is not None else ""


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="of each measurement")
    parser.add_argument("--workflows", type=int, default=10, help="of the project")
    parser.add_argument("--files", type=int, default=350, help="to read in one process")
    parser.add_argument("--lines", type=int, default=30_000, help="of these files")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.read is not None:
        print(*in_process(args.read))
        return 0
    plan = f"understudy plan, {args.workflows} workflows"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        environment = surroundings(root)
        small, large = root / "small", root / "large"
        projects.write(small, args.workflows, args.workflows * 86)
        projects.commit(small, environment)
        lines = projects.write(large, args.files, args.lines)
        found = in_turn(
            {
                NOTHING: [sys.executable, "-c", "pass"],
                "understudy --version": [*understudy(), "--version"],
                plan: [*understudy(), "plan", "-C", str(small)],
            },
            args.rounds,
            environment,
        )
        found.update(in_processes(large, args.rounds, environment))
        found.update(
            {
                STANDARD: [making(dataclasses.dataclass) for _ in range(args.rounds)],
                OURS: [making(records.dataclass) for _ in range(args.rounds)],
            }
        )
    title = f"{args.files} files, {lines} lines"
    goals = (
        Goal(NOTHING, NOTHING),
        Goal("understudy --version", NOTHING, ratio=4),
        Goal(plan, NOTHING, seconds=0.25),
        Goal(STANDARD, STANDARD),
        Goal(OURS, STANDARD, ratio=0.5),
        Goal(COMPOSE, COMPOSE),
        Goal(READ, COMPOSE, seconds=1.5),
    )
    print(f"Python {sys.version.split()[0]}, {args.rounds} rounds; {title}\n")
    print("\n".join(table(goals, found)))
    return 0


def understudy() -> list[str]:
    """Return the installed command, as people start it."""
    command = shutil.which("understudy", path=sysconfig.get_path("scripts"))
    return [command] if command else [sys.executable, "-m", "understudy"]


def surroundings(root: Path) -> Mapping[str, str]:
    """Return an environment without the developer's own settings.

    Byte code is kept, as it is for whoever has installed understudy.
    """
    own = ("GIT_", "GITHUB_", "PYTHON", "UNDERSTUDY_", "XDG_")
    kept = {name: os.environ[name] for name in os.environ if not name.startswith(own)}
    return {**kept, "HOME": str(root), "PYTHONPYCACHEPREFIX": str(root / "bytecode")}


def in_turn(
    commands: Mapping[str, Sequence[str]], rounds: int, environment: Mapping[str, str]
) -> dict[str, list[float]]:
    """Return the seconds of each command, run by turns, after a first time."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)
            if number:
                found[name].append(time.perf_counter() - start)
    return found


def in_processes(
    root: Path, rounds: int, environment: Mapping[str, str]
) -> dict[str, list[float]]:
    """Return what new processes measure in themselves: caches are empty in each."""
    command = [sys.executable, __file__, "--read", str(root)]
    lines = [
        subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout.split()
        for _ in range(rounds)
    ]
    return {
        COMPOSE: [float(line[0]) for line in lines],
        READ: [float(line[1]) for line in lines],
    }


def in_process(root: Path) -> Iterator[float]:
    """Yield the seconds of composing YAML alone, and of reading and planning.

    Seconds of the processor: nothing is waited for here.
    """
    sources = read_workflows(root)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    start = time.process_time()
    for source in sources:
        yaml.compose(source.text, Loader=loader)
    yield time.process_time() - start
    start = time.process_time()
    pipeline = read(sources)
    planner.plan(pipeline, happening("push", pipeline.workflows), dialect)
    yield time.process_time() - start


def making(dataclass: Callable[..., Callable[[type], type]]) -> float:
    """Return the seconds that it takes to make dataclasses of five fields."""
    start = time.process_time()
    for _ in range(RECORDS):

        class Record:
            """A record as large as ours are, on an average."""

            path: str
            number: int
            name: str = ""
            values: tuple[str, ...] = ()
            note: str | None = None

        dataclass(frozen=True)(Record)
    return time.process_time() - start


def table(goals: Sequence[Goal], found: Mapping[str, Sequence[float]]) -> Iterator[str]:
    """Yield the lines of the report."""
    width = max(len(goal.name) for goal in goals)
    yield f"{'':{width}}  {'median':>8}  {'least':>8}  {'ratio':>6}  goal"
    for goal in goals:
        seconds, least = median(found[goal.name]), min(found[goal.name])
        ratio = seconds / median(found[goal.beside])
        yield (
            f"{goal.name:{width}}  {seconds:6.3f} s  {least:6.3f} s  {ratio:5.1f}x"
            f"  {goal.text()}"
        ).rstrip()


if __name__ == "__main__":
    raise SystemExit(main())
