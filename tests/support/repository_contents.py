"""What a repository of a test holds, down to the files of git itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

from understudy.engine.origin import Origin


def fingerprint(root: Path) -> dict[str, tuple[int, str]]:
    """Return the time and the content of every file below, git's own included.

    The time of an object or a shared index does not count: git renews it by reading.
    """
    return {
        str(path): (
            "objects" in path.parts
            or path.name.startswith("sharedindex.")
            or path.stat().st_mtime_ns,
            hashlib.sha1(path.read_bytes()).hexdigest(),
        )
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def files_of(made: Origin, commit: str = "") -> dict[str, tuple[str, str]]:
    """Return the files of the played commit as {path: (mode, text)}."""
    found = {}
    git = made.git()
    for item in git.items("ls-tree", "-r", "-z", commit or made.played):
        head, path = item.split("\t", 1)
        mode, kind, name = head.split(" ")
        text = git.run("cat-file", "blob", name) if kind == "blob" else name
        found[path] = (mode, text)
    return found
