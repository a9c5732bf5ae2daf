"""Owns matching lines with problem matchers: which are in force, and their state."""

from __future__ import annotations

import os
import posixpath
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Tuple

from understudy.dialects.github.matchers import Matcher, Rule
from understudy.model.result import Annotation

# The runner gives an expression a second; here, no line is long enough to need that.
LONGEST_LINE = 8192


class Matching:
    """The matchers of one step while it runs."""

    def __init__(
        self,
        matchers: Iterable[Matcher] = (),
        workspace: str = "",
        exists: Callable[[str], bool] = os.path.exists,
    ) -> None:
        self._states: List[_State] = []
        self._workspace = workspace
        self._exists = exists
        self.add(matchers)

    @property
    def matchers(self) -> Tuple[Matcher, ...]:
        """Return what is in force: the next step of the job starts with it."""
        return tuple(state.matcher for state in self._states)

    def fresh(self) -> Matching:
        """Return the same matchers for another step, with nothing found so far."""
        return Matching(self.matchers, self._workspace, self._exists)

    def add(self, matchers: Iterable[Matcher]) -> None:
        """Put matchers first, in place of those of the same owners."""
        added = [_State(matcher) for matcher in matchers]
        self.remove(state.matcher.owner for state in added)
        self._states = [*added, *self._states]

    def remove(self, owners: Iterable[str]) -> None:
        """Take the matchers of some owners out of force."""
        gone = {owner.lower() for owner in owners}
        self._states = [
            state for state in self._states if state.matcher.owner.lower() not in gone
        ]

    def wants_lines(self, chunk: bytes) -> bool:
        """Return whether a chunk of output may hold a line that matches."""
        return any(state.wants(chunk) for state in self._states)

    def match(self, line: str) -> Optional[Annotation]:
        """Return the annotation that a line is, or completes."""
        # The runner means to strip colours first, but looks for a NUL and `33[`, which
        # is what C# makes of `\033[`: a coloured line matches as it is, or not at all.
        if len(line) > LONGEST_LINE:
            return None
        for state in self._states:
            found = state.match(line)
            if found is None:
                continue
            for other in self._states:
                if other is not state:
                    other.reset()
            annotation = self._annotation(found)
            if annotation is not None:
                return annotation
        return None

    def _annotation(self, found: Mapping[str, str]) -> Optional[Annotation]:
        level = found.get("severity", "").lower() or "error"
        message = found.get("message", "")
        if not message.strip() or level not in ("error", "warning", "notice"):
            return None
        return Annotation(
            level=level,
            message=message,
            file=self._file(found.get("file", ""), found.get("fromPath", "")),
            line=_number(found.get("line", "")),
            column=_number(found.get("column", "")),
        )

    def _file(self, file: str, from_path: str) -> str:
        """Return a file below its repository; empty if it is not there."""
        if not file.strip():
            return ""
        path = posixpath.normpath(
            posixpath.join(self._workspace, posixpath.dirname(from_path), file)
        )
        root = posixpath.dirname(path)
        while root not in ("/", "", self._workspace):
            if self._exists(posixpath.join(root, ".git", "config")):
                break
            root = posixpath.dirname(root)
        below = path.startswith(f"{root}/") and root not in ("/", "")
        return path[len(root) + 1 :] if below and self._exists(path) else ""


class _State:
    """One matcher, and what its rules but the last have found so far."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self._literal = matcher.rules[0].literal.encode()
        self._found: List[Optional[Dict[str, str]]] = []
        self.reset()

    def reset(self) -> None:
        """Forget what was found."""
        self._found = [None] * (len(self.matcher.rules) - 1)

    def wants(self, chunk: bytes) -> bool:
        """Return whether a chunk may hold a line that matters."""
        return self._is_running() or self._literal in chunk

    def match(self, line: str) -> Optional[Dict[str, str]]:
        """Return the fields of a match that is complete."""
        rules = self.matcher.rules
        if not self._is_running() and rules[0].literal not in line:
            return None
        for at in range(len(rules) - 1, -1, -1):
            before = self._found[at - 1] if at else {}
            if before is None:
                continue
            fields = _fields(rules[at], line, before)
            if at < len(rules) - 1:
                self._found[at] = fields
            elif fields is not None:
                self.reset()
                if rules[at].loop:
                    self._found[at - 1] = dict(before)
                return self._with_defaults(fields)
            elif at:
                self._found[at - 1] = None
        return None

    def _is_running(self) -> bool:
        return any(fields is not None for fields in self._found)

    def _with_defaults(self, fields: Dict[str, str]) -> Dict[str, str]:
        defaults = {
            "severity": self.matcher.severity,
            "fromPath": self.matcher.from_path,
        }
        return {
            **fields,
            **{name: fields.get(name) or text for name, text in defaults.items()},
        }


def _fields(
    rule: Rule, line: str, before: Mapping[str, str]
) -> Optional[Dict[str, str]]:
    found = rule.expression.search(line)
    if found is None:
        return None
    own = {name: found.group(group) or "" for name, group in rule.groups.items()}
    return {**own, **before}


def _number(text: str) -> Optional[int]:
    return int(text) if text.isdecimal() else None
