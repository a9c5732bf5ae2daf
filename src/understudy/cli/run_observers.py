"""Owns who watches a run: a report for each format, on the right stream."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Mapping, Sequence

from understudy.cli import terminal
from understudy.engine.observe import Observer
from understudy.errors import UsageError
from understudy.model.plan import Plan
from understudy.report import diagnostics
from understudy.report.out import Lenient
from understudy.report.run_closing import Closing, Form
from understudy.report.run_github import Groups
from understudy.report.run_json import JsonLines
from understudy.report.run_legs import Legs
from understudy.report.run_lines import Lines
from understudy.report.run_next import Command


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add the formats of a run."""
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        help="text; or github, which is the default in GitHub Actions; or json",
    )
    parser.add_argument(
        "--logs", action="store_true", help="with --format json, log lines too"
    )


def make(
    args: argparse.Namespace,
    plan: Plan,
    command: Command,
    environment: Mapping[str, str] = os.environ,
) -> Sequence[Observer]:
    """Return the reports of a run, and show what is wrong in the files of its plan.

    Raises:
        UsageError: log lines are asked for in a format that has them anyway.
    """
    inside = environment.get("GITHUB_ACTIONS") == "true"
    form = args.format or ("github" if inside else "text")
    if args.logs and form != "json":
        raise UsageError("--logs is for --format json", "all output as text: -v")
    return _FORMS[form](args, plan, command)


def _json(args: argparse.Namespace, plan: Plan, command: Command) -> Sequence[Observer]:
    out = Lenient(sys.stdout)
    for found in diagnostics.to_json(plan.diagnostics):
        out.write(json.dumps({"type": "diagnostic", **found}) + "\n")
    return [JsonLines(out, args.logs)]


def _github(
    args: argparse.Namespace, plan: Plan, command: Command
) -> Sequence[Observer]:
    if plan.diagnostics:
        terminal.write(diagnostics.to_annotations(plan.diagnostics))
    out = Lenient(sys.stdout)
    closing = Closing(out, plan, command, Form(quiet=args.quiet))
    return [Groups(out, plan, args.quiet), closing]


def _text(args: argparse.Namespace, plan: Plan, command: Command) -> Sequence[Observer]:
    style, width = terminal.style(args.color, sys.stderr), terminal.width(sys.stderr)
    if plan.diagnostics and not args.quiet:
        columns = width or terminal.WIDTH
        text = diagnostics.render(plan.diagnostics, style, columns)
        terminal.write(f"{text}\n", sys.stderr)
    err, quiet, verbose = Lenient(sys.stderr), args.quiet, bool(args.verbose)
    found: Observer = (
        Legs(err, plan, style, width, quiet, verbose)
        if sys.stderr.isatty()
        else Lines(err, plan, quiet, verbose)
    )
    form = Form(
        terminal.style(args.color, sys.stdout), terminal.width(sys.stdout), quiet
    )
    return [found, Closing(Lenient(sys.stdout), plan, command, form)]


_FORMS = {"text": _text, "json": _json, "github": _github}
