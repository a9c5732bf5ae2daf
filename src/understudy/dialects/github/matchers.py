"""Owns problem matchers: which lines of a log are annotations, by a step's own rules.

The rules of a rule are IssueMatcher.cs' and OutputManager.cs' of the runner.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import Any, Dict, List, Mapping, Pattern, Tuple

from understudy.records import dataclass

_FIELDS = ("file", "line", "column", "severity", "code", "message", "fromPath")
_SEVERITIES = ("", "error", "warning", "notice")
# No literal shorter than this is worth looking for.
_SHORTEST = 3


@dataclass(frozen=True)
class Rule:
    """One expression of a matcher, and which group is which field.

    `literal` is in every line that matches; empty where no such text is known.
    """

    expression: Pattern[str]
    groups: Mapping[str, int]
    loop: bool = False
    literal: str = ""


@dataclass(frozen=True)
class Matcher:
    """What recognises one kind of problem, in one line or in several that follow."""

    owner: str
    rules: Tuple[Rule, ...]
    severity: str = ""
    from_path: str = ""


def read_matchers(text: str) -> Tuple[Matcher, ...]:
    """Return the matchers of a file.

    Raises:
        ValueError: the file is not one of matchers, in the runner's words.
    """
    config = json.loads(text.lstrip("\ufeff"))
    entries = config.get("problemMatcher") if isinstance(config, dict) else None
    try:
        found = tuple(_matcher(entry) for entry in entries or ())
    except (AttributeError, TypeError, re.error) as error:
        raise ValueError(str(error)) from error
    owners = [matcher.owner.lower() for matcher in found]
    for at, matcher in enumerate(found):
        if owners[at] in owners[:at]:
            raise ValueError(f"Duplicate owner name '{matcher.owner}'")
    return found


def literal_of(expression: str) -> str:
    """Return the longest text that every match holds, as far as that is easily seen."""
    if _ANY_CASE.search(expression):
        return ""
    runs = [""]
    depth = 0
    for found in _TOKEN.finditer(expression):
        token, quantifier = found.group("token"), found.group("quantifier")
        opened = token.startswith("(")
        if token == "|" and not depth:
            return ""
        depth += opened - (token == ")")
        literal = token[-1] if _LITERAL.fullmatch(token) and not depth else ""
        if literal and quantifier[:1] in ("", "+"):
            runs[-1] += literal
        if not literal or quantifier:
            runs.append("")
    best = max(runs, key=len)
    return best if len(best) >= _SHORTEST else ""


_TOKEN = re.compile(
    r"(?P<token>\\[xu][0-9a-fA-F]+|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^)]|.)"
    r"(?P<quantifier>[?*+]\??|\{[0-9,]+\}\??|)",
    re.S,
)
_ANY_CASE = re.compile(r"\(\?[a-z]*i")
_LITERAL = re.compile(r"\\[^a-zA-Z0-9]|[^\\\[\](){}.^$|?*+]")


def _matcher(entry: Dict[str, Any]) -> Matcher:
    owner = entry.get("owner") or ""
    severity = entry.get("severity") or ""
    if not owner:
        raise ValueError("Owner must not be empty")
    if severity.lower() not in _SEVERITIES:
        raise ValueError(
            f"Matcher '{owner}' contains unexpected default severity '{severity}'"
        )
    patterns: List[Any] = entry.get("pattern") or []
    if not patterns:
        raise ValueError(f"Matcher '{owner}' does not contain any patterns")
    known: Dict[str, int] = {}
    rules = tuple(
        _rule(pattern, known, is_last=0 < at == len(patterns) - 1)
        for at, pattern in enumerate(patterns)
    )
    if "message" not in known:
        raise ValueError("At least one pattern must set 'message'")
    return Matcher(owner, rules, severity, entry.get("fromPath") or "")


def _rule(pattern: Mapping[str, Any], known: Dict[str, int], is_last: bool) -> Rule:
    loop = bool(pattern.get("loop"))
    if loop and not is_last:
        raise ValueError("Only the last pattern in a multiline matcher may set 'loop'")
    if loop and pattern.get("message") is None:
        raise ValueError("The loop pattern must set 'message'")
    text = pattern.get("regexp") or ""
    # .NET's ECMAScript option means ASCII classes, and its named groups lack the P.
    expression = re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", text), re.ASCII)
    groups: Dict[str, int] = {}
    for name in _FIELDS:
        group = pattern.get(name)
        if group is None:
            continue
        if name in known:
            raise ValueError(f"The property '{name}' is set twice")
        if not 0 <= group <= expression.groups:
            raise ValueError(
                f"The property '{name}' is set to {group} which is out of range"
            )
        known[name] = groups[name] = group
    return Rule(expression, MappingProxyType(groups), loop, literal_of(text))
