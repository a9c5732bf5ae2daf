"""Owns parsing the options of a verb, and answering those of other tools."""

from __future__ import annotations

import argparse
import re
from typing import List, Mapping, NoReturn, Optional, Protocol, Sequence

from understudy.errors import UsageError
from understudy.text.suggest import suggest


class Verb(Protocol):
    """What the module of a verb has; its docstring is the help of the verb."""

    def add_parser(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of the verb to its parser."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it, and return the exit code."""


# What people type who come from act, and where that is here.
_ELSEWHERE: Mapping[str, str] = {
    "-l": "what would run: understudy plan",
    "--list": "what would run: understudy plan",
    "-n": "nothing is run by understudy plan",
    "--dryrun": "nothing is run by understudy plan",
    "-W": "for one workflow: --workflow NAME, or -w NAME",
    "--workflows": "for one workflow: --workflow NAME, or -w NAME",
    "-P": 'runners are mapped in [tool.understudy.runners]: "LABEL" = "here"',
    "--platform": 'runners are mapped in [tool.understudy.runners]: "LABEL" = "here"',
    "-e": "beside the name of the event: understudy run push --payload FILE",
    "--eventpath": "beside the name of the event: understudy run push --payload FILE",
    "-s": "secrets are named in full: --secret NAME",
    "--matrix": "for one leg: --leg KEY=VALUE",
}


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving the process."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the command line."""
        raise UsageError(message, f"{self.prog} --help")


def parse(
    module: Verb, verb: str, arguments: Sequence[str], rest: Optional[List[str]]
) -> argparse.Namespace:
    """Return the options of a verb; `rest` is what stands behind `--`, if anything.

    Raises:
        UsageError: there is no such option, or its value is wrong.
        SystemExit: help was asked for, and is printed.
    """
    parser = Parser(
        prog=f"understudy {verb}".strip(),
        description=(module.__doc__ or "").partition("\n\n")[0].replace("\n", " "),
        allow_abbrev=False,
    )
    module.add_parser(parser)
    args, others = parser.parse_known_intermixed_args(arguments)
    if others:
        raise _unknown(others[0], parser)
    args.rest = rest
    return args


def _unknown(option: str, parser: argparse.ArgumentParser) -> UsageError:
    name = option.partition("=")[0]
    help = _ELSEWHERE.get(name) or _ELSEWHERE.get(name[:2])
    if help is None:
        known = re.findall(r"(?<![\w-])--?[a-z][\w-]*", parser.format_help())
        close = suggest(name, known)
        help = f"did you mean `{close}`?" if close else f"{parser.prog} --help"
    return UsageError(f"no option `{name}`", help)
