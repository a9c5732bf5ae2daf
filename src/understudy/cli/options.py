"""Owns the options that verbs share, as values of the layers below."""

from __future__ import annotations

import argparse
import os
import re
import shlex
from pathlib import Path
from typing import Callable, Dict, Mapping, Optional, Sequence, cast

from understudy.api import Asked
from understudy.cli.json_file import read_json
from understudy.errors import UsageError
from understudy.model.plan import Plan
from understudy.model.value import Value
from understudy.plan.selection import Selection, nearest, select

_SECRET_NAME = re.compile(r"(?!GITHUB_)[A-Z_][A-Z0-9_]*", re.IGNORECASE)


def add_event(parser: argparse.ArgumentParser) -> None:
    """Add the event, and what is known of it."""
    parser.add_argument(
        "event",
        nargs="*",
        metavar="EVENT",
        help="push [BRANCH], tag NAME, pull_request [BASE], release [TAG], "
        "dispatch [WORKFLOW], schedule [CRON], or any name that GitHub has",
    )
    parser.add_argument(
        "--payload", metavar="FILE", help="JSON laid over the payload; - is stdin"
    )
    parser.add_argument(
        "--input",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="an input of the dispatched workflow",
    )
    parser.add_argument(
        "--fork", action="store_true", help="the pull request comes from a fork"
    )


def add_setting(parser: argparse.ArgumentParser) -> None:
    """Add what is configured on GitHub, and what stands in for its repositories."""
    parser.add_argument(
        "--var",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a configuration variable",
    )
    parser.add_argument(
        "--secret",
        metavar="NAME",
        action="append",
        default=[],
        help="a secret, from this environment, or asked for",
    )
    parser.add_argument(
        "--local-repository",
        metavar="OWNER/REPO@REF=PATH",
        action="append",
        default=[],
        help="a checkout that stands in for a repository",
    )
    parser.add_argument(
        "--offline", action="store_true", help="fetch and download nothing"
    )


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add which legs are meant."""
    for names, metavar, help in (
        (("--leg",), "ADDRESS", "a leg: an address, a glob, or KEY=VALUE"),
        (("--job",), "NAME", "a job, by id, name or address"),
        (("-w", "--workflow"), "NAME", "a workflow, by name or file"),
    ):
        parser.add_argument(
            *names, metavar=metavar, action="append", default=[], help=help
        )
    parser.add_argument(
        "-k",
        dest="keywords",
        metavar="EXPRESSION",
        help="legs that match, as in pytest: 'tests and not 3.9'",
    )


def asked(args: argparse.Namespace) -> Asked:
    """Return the event that was asked for.

    Raises:
        UsageError: the payload cannot be read, or an input is no NAME=VALUE.
    """
    payload: object = {}
    if args.payload is not None:
        payload = read_json(args.payload)
        if not isinstance(payload, dict):
            raise UsageError(f"`{args.payload}` wants an object, as `{{}}`")
    return Asked(
        tuple(args.event),
        payload=cast(Dict[str, Value], payload),
        inputs=cast(Dict[str, Value], pairs("--input", args.input)),
        fork=args.fork,
    )


def again(args: argparse.Namespace) -> str:
    """Return what asks for the same event again, to be pasted into a shell."""
    words = list(args.event)
    for option, values in (
        ("-C", [args.directory] if args.directory != "." else []),
        ("--payload", [args.payload] if args.payload else []),
        ("--input", args.input),
        ("--var", args.var),
        ("--secret", [text.partition("=")[0] for text in args.secret]),
        ("--local-repository", args.local_repository),
        ("-w", args.workflow),
    ):
        words += (word for value in values for word in (option, value))
    flags = (("--fork", args.fork), ("--offline", args.offline))
    return shlex.join([*words, *(flag for flag, is_set in flags if is_set)])


def variables(args: argparse.Namespace) -> Dict[str, str]:
    """Return the configuration variables of the command line."""
    return pairs("--var", args.var)


def secrets(
    args: argparse.Namespace,
    ask: Optional[Callable[[str], str]] = None,
    environment: Mapping[str, str] = os.environ,
) -> Dict[str, Optional[str]]:
    """Return the secrets of the command line: as given, or else of the environment.

    Args:
        args: what was parsed.
        ask: asks the user for the value of a name; without it the value is None.
        environment: where the values are that are not given.

    Raises:
        UsageError: GitHub would not take the name.
    """
    found: Dict[str, Optional[str]] = {}
    for text in args.secret:
        name, equals, value = text.partition("=")
        if not _SECRET_NAME.fullmatch(name):
            raise UsageError(
                f"`{name}` cannot be the name of a secret",
                "letters, digits and _, no digit first, and no GITHUB_ in front",
            )
        if equals:
            found[name] = value
        elif name in environment:
            found[name] = environment[name]
        else:
            found[name] = ask(name) if ask else None
    return found


def local_repositories(args: argparse.Namespace) -> Dict[str, Path]:
    """Return the checkouts that stand in for repositories.

    Raises:
        UsageError: a checkout is not there, or has no name.
    """
    found: Dict[str, Path] = {}
    for name, path in pairs("--local-repository", args.local_repository).items():
        folder = Path(path).expanduser().absolute()
        if not re.fullmatch(r"[^/@]+/[^/@]+(@.+)?", name):
            raise UsageError(f"`{name}` is no OWNER/REPO@REF")
        if not folder.is_dir():
            raise UsageError(f"there is no folder `{folder}` to stand in for `{name}`")
        found[name] = folder
    return found


def selection(args: argparse.Namespace, plan: Plan) -> Selection:
    """Return which legs are meant.

    Raises:
        UsageError: something that is named is not there, or -k is wrong.
    """
    found = select(plan, args.leg, args.job, args.workflow, args.keywords)
    if found.missing:
        named = found.missing[0]
        near = ", ".join(nearest(plan, named))
        raise UsageError(f"nothing is called `{named}`", near and f"near: {near}")
    return found


def pairs(option: str, texts: Sequence[str]) -> Dict[str, str]:
    """Return the pairs that an option was given.

    Raises:
        UsageError: one of them is no NAME=VALUE.
    """
    found: Dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise UsageError(f"{option} wants NAME=VALUE, not `{text}`")
        found[name] = value
    return found


def number_or_auto(text: str) -> Optional[int]:
    """Read how many legs play at once: None for as many as there are cores."""
    if text == "auto":
        return None
    if text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"for a job: --job {text}")
