"""Owns the options that every verb has."""

from __future__ import annotations

import argparse
from pathlib import Path

from understudy.errors import UsageError


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add what every verb has."""
    parser.add_argument(
        "-C", "--directory", metavar="DIR", default=".", help="work in another folder"
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="when to use colours",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say less")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="say more")


def directory(args: argparse.Namespace) -> Path:
    """Return the folder to work in.

    Raises:
        UsageError: there is no such folder.
    """
    found = Path(args.directory)
    if not found.is_dir():
        raise UsageError(f"there is no folder `{found}`")
    return found


def nothing_behind(args: argparse.Namespace, verb: str) -> None:
    """Refuse words behind `--`, for a verb that has no use for them."""
    if args.rest:
        raise UsageError(f"`{verb}` takes nothing behind `--`")
