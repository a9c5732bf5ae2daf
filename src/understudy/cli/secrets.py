"""Owns where the values of secrets come from: flags, a file, the environment, the user.

Never from a file of the repository by itself: that one is not trusted.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Callable, Dict, Mapping, Optional

from understudy.cli import options, terminal
from understudy.errors import UsageError


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add the file of secrets."""
    parser.add_argument(
        "--secret-file",
        metavar="FILE",
        action="append",
        default=[],
        help="secrets, a line each: NAME=value",
    )


def read(
    args: argparse.Namespace,
    environment: Mapping[str, str] = os.environ,
    ask: Optional[Callable[[str], str]] = None,
) -> Dict[str, Optional[str]]:
    """Return the values of all secrets that were named.

    Args:
        args: what was parsed.
        environment: where the values are that are not given.
        ask: asks the user for one; by default the terminal, if there is one.

    Raises:
        UsageError: a value is nowhere, or a file cannot be read.
    """
    found: Dict[str, Optional[str]] = {}
    for name in args.secret_file:
        found.update(_file(Path(name).expanduser()))
    if any("=" in text for text in args.secret):
        terminal.write(
            "warning: `--secret NAME=value` stays in the history of your shell;"
            " --secret NAME asks for it",
            sys.stderr,
        )
    if ask is None:
        ask = _ask if sys.stdin.isatty() and sys.stderr.isatty() else _refuse
    found.update(options.secrets(args, ask, environment))
    return found


def _ask(name: str) -> str:
    return getpass.getpass(f"{name}: ", sys.stderr)


def _refuse(name: str) -> str:
    raise UsageError(
        f"the secret `{name}` has no value here",
        f"set it in the environment: {name}=... understudy run --secret {name}",
    )


def _file(path: Path) -> Dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise UsageError(f"cannot read `{path}`: {why}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"`{path}` is no UTF-8: {error.reason}") from error
    found: Dict[str, str] = {}
    # Not `splitlines`: a secret may hold what Unicode takes for the end of a line.
    for number, line in enumerate(text.split("\n"), start=1):
        name, equals, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals:
            # What stands there may be a secret, so it is not repeated.
            raise UsageError(f"{path}:{number}: this is no NAME=value")
        found[name.strip()] = _unquoted(value.strip())
    return found


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value
