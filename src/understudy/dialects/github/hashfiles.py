"""Owns `hashFiles`: its arguments, and the digest of the files that they find."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from understudy.dialects.github.file_search import find
from understudy.expressions import ExpressionError

_FOLLOW = "--follow-symbolic-links"
_CHUNK = 1 << 20


def hash_arguments(
    arguments: Sequence[str],
    workspace: Path,
    home: Path | None = None,
    known_as: str = "",
) -> str:
    """Return what a call of `hashFiles` does: an option may be its first argument."""
    option = arguments[0] if arguments else ""
    follow = option.lower() == _FOLLOW
    if option.startswith("--") and not follow:
        # HashFilesFunction.cs, with the spelling that it has there.
        raise ExpressionError(
            "evaluation",
            "Specified argument was out of the range of valid values. (Parameter "
            f"'Invalid glob option {option}, avaliable option: '{_FOLLOW}'.')",
        )
    patterns = arguments[1:] if follow else arguments
    return hash_files(patterns, workspace, follow, home, known_as)


def hash_files(
    patterns: Sequence[str],
    workspace: Path,
    follow_symbolic_links: bool = False,
    home: Path | None = None,
    known_as: str = "",
) -> str:
    """Return the digest of the files that the patterns find, or "" if there are none.

    `home` is what `~` stands for, `known_as` another path that the patterns may give
    the workspace. Raises ExpressionError: GitHub's words, followed by the reason, which
    GitHub writes to the debug log alone.
    """
    root = os.path.realpath(workspace)
    digest = hashlib.sha256()
    found = False
    try:
        for path in find(patterns, root, follow_symbolic_links, home, known_as):
            if path.startswith(root.rstrip("/") + "/") and not os.path.isdir(path):
                digest.update(_hash_file(path))
                found = True
    except (OSError, ValueError) as error:
        called = ", ".join(patterns).replace("'", "''")
        raise ExpressionError(
            "evaluation",
            f"hashFiles('{called}') failed. "
            f"Fail to hash files under directory '{root}'. {error}",
        ) from error
    return digest.hexdigest() if found else ""


def _hash_file(path: str) -> bytes:
    # GitHub waits for a named pipe until it times out.
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ValueError(f"'{path}' is not a regular file.")
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            digest.update(chunk)
    return digest.digest()
