"""Owns what to do about a value that a condition read and that nobody gave."""

from __future__ import annotations

import re
from typing import Optional

_EVENT = re.compile(r"github\.event\.(?P<path>[\w.*-]+)", re.IGNORECASE)
_NAMED = re.compile(r"(?P<context>vars|inputs)\.(?P<name>[\w-]+)", re.IGNORECASE)
_STATUS = re.compile(r"(?P<name>failure|cancelled)\(.*\)", re.IGNORECASE)
_OPTIONS = {"vars": "--var", "inputs": "--input"}
_WAITING = {
    "failure": "nothing that it needs has failed",
    "cancelled": "the run is not cancelled",
}


def hint(text: str, value: object) -> Optional[str]:
    """Return why a leaf of a condition is empty, and what to do; None where it is not.

    Args:
        text: the leaf as the condition has it.
        value: what it came to.
    """
    if value is False:
        status = _STATUS.fullmatch(text)
        return _WAITING[status["name"].lower()] if status else None
    if value not in (None, "", []):
        return None
    event = _EVENT.fullmatch(text)
    if event:
        keys = [key for key in event["path"].split(".") if key not in ("*", "name")]
        if value == []:
            return f"no {keys[-1]} are known; give them with --payload pr.json"
        return f"no `{keys[-1]}` is known; give it with --payload event.json"
    named = _NAMED.fullmatch(text)
    if named is None:
        return None
    option = _OPTIONS[named["context"].lower()]
    return f"not given; give it with {option} {named['name']}=VALUE"
