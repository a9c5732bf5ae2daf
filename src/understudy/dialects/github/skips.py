"""Owns the words in a commit message that keep GitHub from starting workflows."""

from __future__ import annotations

import re
from typing import Optional

# Only of these two events, and only in the head commit (github/docs#6162).
EVENTS = frozenset(("push", "pull_request"))

_WORDS = ("[skip ci]", "[ci skip]", "[no ci]", "[skip actions]", "[actions skip]")
_TRAILER = re.compile(r"(?:\n[ \t]*){3}(?:[\w-]+:.*\n)*(skip-checks: ?true)[ \t]*\Z")


def instruction(message: str) -> Optional[str]:
    """Return what a commit message says to start nothing, None where it does not.

    That is one of five words anywhere, or `skip-checks: true` as the last trailer,
    with two empty lines before the trailers.
    """
    word = next((word for word in _WORDS if word in message), None)
    if word is not None:
        return word
    trailer = _TRAILER.search(message.replace("\r\n", "\n").rstrip("\n"))
    return trailer[1] if trailer else None
