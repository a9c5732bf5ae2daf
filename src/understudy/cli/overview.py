"""Say in short what the pipeline is, what a push would start, and what to do next."""

from __future__ import annotations

import argparse
import sys

from understudy import api
from understudy.cli import common, loading, terminal
from understudy.report.plan import short
from understudy.report.plan_jobs import Screen

_COMMANDS = (
    "understudy plan     what starts, and why not the rest",
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
    plan = api.plan(project, api.event(project), project.settings())
    screen = Screen(terminal.style(args.color, sys.stdout), terminal.width(sys.stdout))
    terminal.write(short(plan, screen, _COMMANDS))
    return 0
