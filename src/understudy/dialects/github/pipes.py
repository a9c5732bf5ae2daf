"""Owns the pipes of a shell script: what stands on their sides; `scripts` reads words.

Conditions, loops and functions are looked into; what runs only under some condition
counts like everything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Iterable, List, NamedTuple, Optional, Tuple

from understudy.dialects.github.scripts import Token, tokens

_OPENING = {"{": "}", "if": "fi", "while": "done", "until": "done", "(": ")"}
_OPENING.update({"for": "done", "select": "done", "case": "esac"})
_CLOSING = frozenset(_OPENING.values())
_BETWEEN = frozenset(("then", "do", "else", "elif", "!", "time"))
_ASSIGNMENT = re.compile(r"\w+(\[[^]]*\])?\+?=")
_CONTINUED = frozenset(("|", "|&", "||", "&&"))
_NOTHING = frozenset(("true", ":"))

Words = Tuple[str, ...]


class Stage(NamedTuple):
    """One side of a pipe: the commands in it as their words, and where it stands."""

    commands: Tuple[Words, ...]
    start: int
    end: int


class Pipeline(NamedTuple):
    """Two stages or more.

    `is_strict` tells that the script itself has set `pipefail` before; `is_forgiven`
    that `|| true` makes nothing of a failure.
    """

    stages: Tuple[Stage, ...]
    is_strict: bool = False
    is_forgiven: bool = False


def pipelines(script: str) -> Tuple[Pipeline, ...]:
    """Return every pipeline of a script in which there is a pipe."""
    reading = _Reading()
    reading.read(tokens(script))
    return tuple(reading.found)


@dataclass
class _Frame:
    """A list of commands that has not ended; `closing` is the word that ends it."""

    closing: str = ""
    start: int = 0
    commands: List[Words] = field(default_factory=list)
    stages: List[Stage] = field(default_factory=list)
    words: List[Token] = field(default_factory=list)
    group: Optional[Stage] = None
    skipping: str = ""
    before_or: Optional[int] = None


class _Reading:
    """One walk through the tokens of a script."""

    def __init__(self) -> None:
        self.found: List[Pipeline] = []
        self._frames = [_Frame()]
        self._is_strict = False
        self._last = Token("", 0, 0, False)

    def read(self, found: Iterable[Token]) -> None:
        """Take in all tokens."""
        for token in found:
            if token.text == ";" and self._last.text in _CONTINUED:
                # A new line goes on with what is on both sides of an operator.
                continue
            frame = self._frames[-1]
            if frame.skipping:
                self._skip(frame, token)
            elif token.is_word:
                self._word(frame, token)
            else:
                self._operator(frame, token)
            self._last = token
        while self._frames:
            self._end_pipeline(self._frames.pop(), "")

    def _skip(self, frame: _Frame, token: Token) -> None:
        """Pass over what is no command: the head of a loop, a pattern of a `case`."""
        if frame.skipping == "(name":
            frame.skipping = ""
        elif token.text == frame.skipping:
            frame.skipping = ")" if token.text == "in" else ""
        elif token.text == frame.closing:
            self._close(token)
        elif frame.closing == "done" and token.text == ";":
            frame.skipping = ""

    def _word(self, frame: _Frame, token: Token) -> None:
        at_start = not frame.words and frame.group is None
        if not at_start:
            frame.words.append(token)
        elif token.text in _OPENING:
            self._open(token)
        elif token.text in _CLOSING:
            self._end_pipeline(frame, token.text)
            if token.text == frame.closing:
                self._close(token)
        elif token.text in _BETWEEN:
            self._end_pipeline(frame, token.text)
        elif token.text == "function":
            frame.skipping = "(name"
        elif token.text == "[[":
            frame.words.append(token)
            frame.skipping = "]]"
        else:
            frame.words.append(token)

    def _operator(self, frame: _Frame, token: Token) -> None:
        if token.text == "(":
            if frame.words:
                # `name() {`: the commands of a function follow.
                frame.words = []
                frame.skipping = ")"
            else:
                self._open(token)
        elif token.text == ")":
            self._end_pipeline(frame, ")")
            if frame.closing == ")":
                self._close(token)
        elif token.text in ("|", "|&"):
            self._end_stage(frame)
        else:
            self._end_pipeline(frame, token.text)
            if frame.closing == "esac" and token.text in (";;", ";&", ";;&"):
                frame.skipping = ")"

    def _open(self, token: Token) -> None:
        frame = _Frame(_OPENING[token.text], token.start)
        if token.text in ("for", "select"):
            frame.skipping = "do"
        elif token.text == "case":
            frame.skipping = "in"
        self._frames.append(frame)

    def _close(self, token: Token) -> None:
        closed = self._frames.pop()
        outer = self._frames[-1]
        outer.group = Stage(tuple(closed.commands), closed.start, token.end)
        outer.commands.extend(closed.commands)

    def _end_stage(self, frame: _Frame) -> None:
        if frame.group is not None:
            frame.stages.append(frame.group)
        elif frame.words:
            first, last = frame.words[0], frame.words[-1]
            words = tuple(token.text for token in frame.words)
            while words and _ASSIGNMENT.match(words[0]):
                words = words[1:]
            frame.stages.append(Stage((words,), first.start, last.end))
            frame.commands.append(words)
            self._notice(frame, words)
        frame.words, frame.group = [], None

    def _notice(self, frame: _Frame, words: Words) -> None:
        if frame.before_or is not None and words and words[0] in _NOTHING:
            at = frame.before_or
            self.found[at] = self.found[at]._replace(is_forgiven=True)
        frame.before_or = None
        if words and words[0] in ("set", "shopt") and "pipefail" in words:
            option = words[words.index("pipefail") - 1]
            self._is_strict = not option.startswith("+")

    def _end_pipeline(self, frame: _Frame, joint: str) -> None:
        self._end_stage(frame)
        if len(frame.stages) > 1:
            self.found.append(Pipeline(tuple(frame.stages), self._is_strict))
            if joint == "||":
                frame.before_or = len(self.found) - 1
        frame.stages = []
