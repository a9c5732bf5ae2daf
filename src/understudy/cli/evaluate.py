"""Evaluate an expression with the functions and the rules of GitHub Actions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Mapping

from understudy.cli import common, terminal
from understudy.cli.json_file import read_json
from understudy.dialects.github.evaluation import evaluate
from understudy.errors import UsageError
from understudy.expressions import ExpressionError, is_primitive, to_json, to_string
from understudy.report import diagnostics
from understudy.text.diagnostic import Authority, Diagnostic, Severity
from understudy.text.source import Source

_REFUSED = 1


def add_parser(parser: argparse.ArgumentParser) -> None:
    """Add the options of `eval`."""
    parser.add_argument("expression", nargs="?", metavar="EXPRESSION")
    parser.add_argument(
        "--contexts", metavar="FILE", help="the names it knows, as a JSON object"
    )
    parser.add_argument(
        "--workspace",
        metavar="DIR",
        help="where `hashFiles` looks; the current folder by default",
    )
    parser.add_argument("--json", action="store_true", help="print the value as JSON")
    common.add_common(parser)


def run(args: argparse.Namespace) -> int:
    """Print the value; the exit code is 1 where GitHub refuses the expression."""
    expression = _expression(args)
    workspace = Path(args.workspace) if args.workspace else common.directory(args)
    if not workspace.is_dir():
        raise UsageError(f"there is no folder `{workspace}`")
    contexts = read_json(args.contexts) if args.contexts else {}
    if not isinstance(contexts, dict):
        raise UsageError(f"`{args.contexts}` wants an object of contexts")
    try:
        value = evaluate(expression, contexts, workspace, Path.home())
    except ExpressionError as error:
        style = terminal.style(args.color, sys.stderr)
        problem = _problem(expression, error)
        terminal.write(diagnostics.render([problem], style), sys.stderr)
        return _REFUSED
    text = terminal.as_json(_plain(value)) if args.json else _bare(value)
    terminal.write(text)
    return 0


def _expression(args: argparse.Namespace) -> str:
    """Return the expression; one that begins with `-` may stand behind `--`."""
    given = [
        *([] if args.expression is None else [args.expression]),
        *(args.rest or ()),
    ]
    if len(given) != 1:
        raise UsageError(
            "`eval` wants one expression", "for example: understudy eval \"1 == '1'\""
        )
    return str(given[0])


def _problem(expression: str, error: ExpressionError) -> Diagnostic:
    source = Source("expression", expression)
    span = source.span(error.offset, error.offset + error.length)
    help = None
    if error.message.startswith("Unrecognized named-value"):
        help = "what an expression reads comes from a file: --contexts FILE"
    return Diagnostic(
        f"expression-{error.kind}",
        Severity.ERROR,
        error.message,
        span,
        Authority.GITHUB,
        help=help,
    )


def _bare(value: object) -> str:
    return to_string(value) if is_primitive(value) else str(to_json(value))


def _plain(value: object) -> object:
    """Return a value with whole numbers as such: 10, not 10.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
