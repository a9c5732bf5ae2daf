"""Owns what GitHub's YAML parser refuses although newer parsers read it.

GitHub reads workflows with YamlDotNet 5.3.0 (`Sdk.csproj` in actions/runner), after a
first look with a libyaml. The words are YamlDotNet's, as in kaito-project/kaito#127.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Tuple

_COLON = "While scanning a plain scalar, find unexpected ':'."
_QUESTION = {
    "]": "While parsing a flow sequence, did not find expected ',' or ']'.",
    "}": "While parsing a flow mapping,  did not find expected ',' or '}'.",
}
_ESCAPE = "While parsing a quoted scalar, find unknown escape character."
_VERSION = "Found incompatible YAML document."

_INDICATORS = re.compile("[:?]")
_ESCAPES = re.compile(r"\\.", re.DOTALL)


class Objection(NamedTuple):
    """What is refused: GitHub's sentence, the stretch of raw text, and a way out."""

    message: str
    start: int
    end: int
    help: str


def plain_in_flow(raw: str, closing: str) -> Optional[Objection]:
    """Return what is wrong with an unquoted value inside of brackets."""
    found = _INDICATORS.search(raw)
    if found is None:
        return None
    help = "put the value in quotes, because it stands in brackets"
    if found[0] == ":":
        return Objection(_COLON, 0, len(raw), help)
    return Objection(_QUESTION[closing], *found.span(), help)


def double_quoted(raw: str) -> Optional[Objection]:
    """Return what is wrong with a value in double quotes."""
    for found in _ESCAPES.finditer(raw):
        if found[0] == "\\/":
            return Objection(_ESCAPE, *found.span(), "write `/` without a backslash")
    return None


def version(found: Tuple[int, int]) -> Optional[Objection]:
    """Return what is wrong with the version that a `%YAML` directive asks for."""
    if found == (1, 1):
        return None
    return Objection(_VERSION, 0, 0, "take away the `%YAML` directive")
