"""Say in short what is in the pipeline, what would start, and what to do next."""

from __future__ import annotations

import argparse

from understudy import api
from understudy.cli import common, loading, terminal
from understudy.report import diagnostics
from understudy.report.plan import short

_PLAN = "understudy plan     what starts, and why not the rest"
_COMMANDS = (
    "understudy run      play it here",
    "understudy --help   other events, and all verbs",
)


def add_parser(parser: argparse.ArgumentParser) -> None:
    """Add the options of `understudy` alone."""
    parser.set_defaults(local_repository=[])
    common.add_common(parser)


def run(args: argparse.Namespace) -> int:
    """Print the default event's plan, a line for each workflow."""
    common.nothing_behind(args, "understudy")
    project = loading.load(args)
    settings = project.settings()
    plan = api.plan(project, api.event(project), settings)
    screen = loading.screen(args, loading.players(project, plan, settings))
    found = diagnostics.summary(plan.diagnostics) if plan.diagnostics else ""
    first = f"{_PLAN}; {found}" if found else _PLAN
    terminal.write(short(plan, screen, (first, *_COMMANDS)))
    return 0
