"""Owns the ids of jobs and steps: which ones GitHub accepts, and those it generates."""

from __future__ import annotations

import re
from typing import Optional, Set

MAX_LENGTH = 100
RESERVED = "The identifier '{}' is invalid. IDs starting with '__' are reserved."
LOCAL_OR_IMAGE = ("docker://", "./", ".\\", "$/")
_LEGAL = re.compile("[a-zA-Z_][a-zA-Z0-9_-]*")
_ILLEGAL_CHARACTER = re.compile("[^a-zA-Z0-9_-]")


class Ids:
    """The ids of one scope, in any case (`IdBuilder.cs`)."""

    def __init__(self) -> None:
        self._taken: Set[str] = set()

    def claim(self, id: str) -> Optional[str]:
        """Take an id that the file gives; return what GitHub says against it."""
        if not _LEGAL.fullmatch(id) or len(id) >= MAX_LENGTH:
            return (
                f"The identifier '{id}' is invalid. IDs may only contain alphanumeric "
                "characters, '_', and '-'. IDs must start with a letter or '_' and "
                f"and must be less than {MAX_LENGTH} characters."
            )
        if id.startswith("__"):
            return RESERVED.format(id)
        if id.lower() in self._taken:
            return (
                f"The identifier '{id}' may not be used more than once "
                "within the same scope."
            )
        self._taken.add(id.lower())
        return None

    def generate(self, base: str) -> str:
        """Take and return an id of this base: `run` becomes `__run`, then `__run_2`."""
        whole = "__" + _ILLEGAL_CHARACTER.sub("_", base)
        candidate, attempt = whole[:MAX_LENGTH], 1
        while candidate.lower() in self._taken:
            attempt += 1
            suffix = f"_{attempt}"
            candidate = whole[: MAX_LENGTH - len(suffix)] + suffix
        self._taken.add(candidate.lower())
        return candidate


def base_of_action(uses: str) -> str:
    """Return what the generated id of a step that uses an action is made of."""
    if uses.startswith("docker://"):
        return uses[len("docker://") :] or "run"
    if uses.startswith(LOCAL_OR_IMAGE):
        return "self"
    action = action_reference(uses)
    return action if action else "run"


def action_reference(uses: str) -> Optional[str]:
    """Return the `owner/repository` of a `uses`, None where it is not of that form."""
    path, _, ref = uses.partition("@")
    segments = [segment for segment in re.split(r"[/\\]", path) if segment]
    if not ref or "@" in ref or len(segments) < 2:
        return None
    return f"{segments[0]}/{segments[1]}"
