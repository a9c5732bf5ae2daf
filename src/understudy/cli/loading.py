"""Loads the project that a command line means, and what its plan is shown with."""

from __future__ import annotations

import argparse
import sys

from understudy import api
from understudy.cli import common, options, terminal
from understudy.errors import UsageError
from understudy.model.plan import Plan
from understudy.report import diagnostics
from understudy.report.plan_jobs import Screen
from understudy.report.players import Players


def load(
    args: argparse.Namespace, strictness: api.Strictness = api.Strictness.SERVER
) -> api.Project:
    """Return the project that the options of a verb mean.

    Raises:
        CannotStart: there is nothing to plan or to play.
        UsageError: its configuration cannot be understood.
    """
    local = options.local_repositories(args)
    project = api.load(common.directory(args), local, strictness)
    problems = project.config.diagnostics
    if problems:
        style = terminal.style(args.color, sys.stderr)
        width = terminal.width(sys.stderr) or terminal.WIDTH
        terminal.write(diagnostics.render(problems, style, width), sys.stderr)
        raise UsageError("what the project says to understudy cannot be understood")
    return project


def players(
    project: api.Project, plan: Plan, settings: api.Settings, offline: bool = False
) -> Players:
    """Return what this machine can play of a plan."""
    # As much to import as all the rest, and some formats do without it.
    from understudy import outlook

    return outlook.players(project, plan, settings, offline)


def screen(args: argparse.Namespace, players: Players = Players()) -> Screen:
    """Return how the standard output shows a plan."""
    style = terminal.style(args.color, sys.stdout)
    return Screen(style, terminal.width(sys.stdout), players)
