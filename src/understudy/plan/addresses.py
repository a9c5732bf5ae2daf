"""Owns the address of a leg, the same everywhere: `workflow-stem/job-id/values`.

An address needs no quotes in a shell and is a safe path, also where a file system
ignores case. What addresses select is for `selection`.
"""

from __future__ import annotations

import re
from typing import Dict, Iterable, Sequence, Set, Tuple

LENGTH = 60

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_SUFFIX = re.compile(r"\.ya?ml$", re.IGNORECASE)


def stems(paths: Iterable[str]) -> Dict[str, str]:
    """Return what the addresses of each workflow begin with.

    That is the name of its file; with the suffix only where two differ in nothing else.
    """
    names = {path: path.rsplit("/", 1)[-1] for path in paths}
    short = [_SUFFIX.sub("", name).lower() for name in names.values()]
    taken: Set[str] = set()
    found: Dict[str, str] = {}
    for path, name in names.items():
        stem = _SUFFIX.sub("", name)
        if short.count(stem.lower()) > 1:
            stem = name
        found[path] = _distinct(_safe(stem), taken)
    return found


def legs(job: str, combinations: Sequence[Sequence[str]]) -> Tuple[str, ...]:
    """Return the address of each combination of a job's matrix.

    Args:
        job: the address of the job.
        combinations: the texts of each combination's values.
    """
    taken: Set[str] = set()
    return tuple(
        (
            f"{job}/{_distinct(_values(segments), taken)}"
            if segments
            else _distinct(job, taken)
        )
        for segments in combinations
    )


def _values(segments: Sequence[str]) -> str:
    # A comma inside a value would read as two values.
    return _safe(",".join(_UNSAFE.sub("-", segment) for segment in segments), ",")


def _safe(text: str, allowed: str = "") -> str:
    safe = "".join(
        "-" if _UNSAFE.match(character) and character not in allowed else character
        for character in text
    )[:LENGTH]
    # `.` and `..` are folders of their own.
    return safe if safe.strip(".") else "-" * len(safe)


def _distinct(text: str, taken: Set[str]) -> str:
    candidate, number = text, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{text}~{number}"
    taken.add(candidate.lower())
    return candidate
