"""Loads the project that a command line means, and refuses a broken configuration."""

from __future__ import annotations

import argparse
import sys

from understudy import api
from understudy.cli import common, options, terminal
from understudy.errors import UsageError
from understudy.report import diagnostics


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
