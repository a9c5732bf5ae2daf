"""Owns reading what a step writes: commands first, problem matchers for the rest."""

from __future__ import annotations

from typing import Callable, Optional, Tuple

from understudy.dialects.github.matching import Matching
from understudy.dialects.github.protocol import (
    Annotate,
    CommandReader,
    Effect,
    refusal,
)


class Impossible(Exception):
    """Why an effect cannot be had, in GitHub's words; the step fails for it."""


class StepOutput:
    """Reads the lines of one step.

    Args:
        commands: knows the step's environment.
        matching: holds the matchers that are in force when the step starts.
        apply: learns of every effect, before the log shows anything of it; may raise
            `Impossible`.
        debug: whether debug messages go into the log.
    """

    def __init__(
        self,
        commands: CommandReader,
        matching: Matching,
        apply: Callable[[Effect], None],
        debug: bool = False,
    ) -> None:
        self._commands = commands
        self._matching = matching
        self._apply = apply
        self._debug = debug
        self.failed = False

    def wants_lines(self, chunk: bytes) -> bool:
        """Return whether every line of a chunk is wanted, not only commands."""
        return self._matching.wants_lines(chunk)

    def line(self, text: str) -> Optional[Tuple[str, ...]]:
        """Return the lines that the log shows in place of one, None for itself."""
        reply = self._commands.read(text)
        if reply is None:
            annotation = self._matching.match(text)
            if annotation is None:
                return None
            self._apply(Annotate(annotation))
            return (f"##[{annotation.level}]{text}",)
        log = reply.log
        self.failed = self.failed or reply.failed
        for effect in reply.effects:
            try:
                self._apply(effect)
            except Impossible as error:
                self.failed = True
                said = refusal(text, str(error))
                log = (*log, *said.log)
                for problem in said.effects:
                    self._apply(problem)
        debug = (f"##[debug]{text}" for text in reply.debug if self._debug)
        return (*log, *debug)
