"""Play what an event would start, here: every job, every leg of its matrix.

Ctrl-C cancels as GitHub does; a second one kills.
"""

from __future__ import annotations

import argparse
import sys
from typing import Iterable, List, Optional, Tuple

from understudy import api
from understudy.cli import (
    common,
    interruption,
    last_failed,
    loading,
    options,
    run_observers,
    secrets,
    terminal,
)
from understudy.engine.cancellation import Cancellation
from understudy.engine.options import RunOptions
from understudy.engine.store import Store, user_places
from understudy.engine.verdict import INCOMPLETE
from understudy.errors import UsageError
from understudy.means import Means
from understudy.model.plan import Plan
from understudy.plan.selection import Selection, nearest
from understudy.rehearse import rehearse
from understudy.report.run_next import Command
from understudy.text.suggest import suggest

# The reasons for which a leg may be left out: those of the contract, and what can only
# be decided by a value that was not known.
CODES = (
    "action",
    "if",
    "interpreter",
    "matrix",
    "needs",
    "network",
    "platform",
    "privilege",
    "secret",
    "service",
    "tool",
)
_HERE = "here"


def add_parser(parser: argparse.ArgumentParser) -> None:
    """Add the options of `run`."""
    options.add_event(parser)
    options.add_selection(parser)
    parser.add_argument(
        "--lf",
        "--last-failed",
        dest="last_failed",
        action="store_true",
        help="the legs that did not pass in the last run",
    )
    parser.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=options.number_or_auto,
        default=argparse.SUPPRESS,
        help="legs at once; auto: as many as there are cores",
    )
    parser.add_argument(
        "-x", "--exitfirst", action="store_true", help="the first failed leg stops all"
    )
    options.add_setting(parser)
    secrets.add_file(parser)
    parser.add_argument(
        "--untracked", action="store_true", help="files that git does not track, too"
    )
    parser.add_argument(
        "--allow-missing",
        metavar="CODE",
        action="append",
        default=[],
        help=f"a reason for which a leg may be left out: {', '.join(CODES)}",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="no leg may be left out because it is for another system",
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the workspaces of passed legs"
    )
    run_observers.add_format(parser)
    common.add_common(parser)


def run(args: argparse.Namespace) -> int:
    """Play the event; the exit code says how that ended."""
    _check(args)
    project = loading.load(args)
    settings = project.settings(options.variables(args), secrets.read(args))
    plan = api.plan(project, api.event(project, options.asked(args), "run"), settings)
    selection = _selection(args, plan, project)
    if selection is not None and not selection.legs:
        return _nothing_selected(args, plan)
    command = Command(tuple(args.event), tuple(_again(args)))
    with interruption.heeded(Cancellation()) as cancellation:
        result = rehearse(
            project,
            plan,
            settings,
            _options(args, project, selection),
            run_observers.make(args, plan, command),
            cancellation,
            Means(untracked=args.untracked),
        )
    return result.exit


def _check(args: argparse.Namespace) -> None:
    if args.rest is not None:
        raise UsageError(
            "run plays the pipeline's own commands, and no others",
            "choose among them: understudy run --leg ADDRESS",
        )
    if args.last_failed and args.leg:
        raise UsageError("--lf chooses the legs, so it takes no --leg")
    for code in args.allow_missing:
        if code not in CODES:
            close = suggest(code, CODES)
            raise UsageError(
                f"no leg is left out for `{code}`",
                (
                    f"did you mean `{close}`?"
                    if close
                    else f"there are {', '.join(CODES)}"
                ),
            )


def _options(
    args: argparse.Namespace, project: api.Project, selection: Optional[Selection]
) -> RunOptions:
    config = project.config
    runners = config.runners.items()
    return RunOptions(
        selection=selection,
        jobs=getattr(args, "jobs", config.jobs),
        exit_first=args.exitfirst,
        allow_missing=frozenset(args.allow_missing),
        strict=args.strict or config.strict,
        offline=args.offline,
        keep=args.keep,
        here=frozenset(label for label, place in runners if place == _HERE),
    )


def _selection(
    args: argparse.Namespace, plan: Plan, project: api.Project
) -> Optional[Selection]:
    """Return which legs are meant, None for all of them."""
    if args.last_failed:
        args.leg = last_failed.legs(Store(project.root, user_places()), plan)
    if not (args.leg or args.job or args.workflow or args.keywords is not None):
        return None
    return options.selection(args, plan)


def _nothing_selected(args: argparse.Namespace, plan: Plan) -> int:
    asked = args.keywords or " ".join((*args.leg, *args.job, *args.workflow))
    near = ", ".join(nearest(plan, asked))
    terminal.write(f"error: nothing selected by `{asked}`", sys.stderr)
    terminal.write(f"help: {f'near: {near}' if near else _PLAN}", sys.stderr)
    return INCOMPLETE


_PLAN = "what there is: understudy plan --format names"


def _again(args: argparse.Namespace) -> Iterable[str]:
    """Yield the options that a repetition needs, without what a secret is."""
    pairs: List[Tuple[str, List[str]]] = [
        ("-C", [] if args.directory == "." else [args.directory]),
        ("--payload", [args.payload] if args.payload else []),
        ("--input", args.input),
        ("--var", args.var),
        ("--secret", [text.partition("=")[0] for text in args.secret]),
        ("--secret-file", args.secret_file),
        ("--local-repository", args.local_repository),
        ("--allow-missing", args.allow_missing),
    ]
    for option, values in pairs:
        for value in values:
            yield option
            yield value
    for option in ("fork", "untracked", "offline", "strict"):
        if getattr(args, option):
            yield f"--{option}"
