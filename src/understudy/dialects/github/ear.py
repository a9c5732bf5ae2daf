"""Owns letting the engine do what a step's log commands ask; reads none of them."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Callable, Mapping, Tuple

from understudy.dialects.commands import Hearing
from understudy.dialects.github.matchers import Matcher, read_matchers
from understudy.dialects.github.matching import Matching
from understudy.dialects.github.protocol import (
    AddMatchers,
    AddPath,
    Annotate,
    CommandReader,
    Effect,
    Mask,
    SaveState,
    SetOutput,
    SetVariable,
)
from understudy.dialects.github.step_output import Impossible, StepOutput


def listen(
    env: Mapping[str, str],
    hearing: Hearing,
    in_force: Matching,
    workspace: str,
    here: Callable[[str], Path],
) -> StepOutput:
    """Return what reads the output of one step.

    Args:
        in_force: the matchers of the job: those that the step adds or removes are
            added and removed here too, for the steps after it.
        workspace: what relative paths of matchers' files begin at.
        here: says where a path of the leg is on this machine.
    """
    own = in_force.fresh()

    def read(file: str) -> Tuple[Matcher, ...]:
        path = posixpath.join(workspace, file)
        try:
            return read_matchers(here(path).read_text("utf-8", "replace"))
        except FileNotFoundError as error:
            raise Impossible(f"Could not find file '{path}'.") from error
        except OSError as error:
            raise Impossible(f"Access to the path '{path}' is denied.") from error
        except ValueError as error:
            raise Impossible(str(error)) from error

    def apply(effect: Effect) -> None:
        if isinstance(effect, SetVariable):
            hearing.set_variable(effect.name, effect.value)
        elif isinstance(effect, AddPath):
            hearing.add_path(effect.path)
        elif isinstance(effect, SetOutput):
            hearing.set_output(effect.name, effect.value)
        elif isinstance(effect, SaveState):
            hearing.save_state(effect.name, effect.value)
        elif isinstance(effect, Mask):
            hearing.mask(effect.value)
        elif isinstance(effect, Annotate):
            hearing.annotate(effect.annotation)
        elif isinstance(effect, AddMatchers):
            added = read(effect.file)
            for matching in (own, in_force):
                matching.add(added)
        else:
            removed = [effect.owner]
            if effect.file:
                removed = [matcher.owner for matcher in read(effect.file)]
            for matching in (own, in_force):
                matching.remove(removed)

    return StepOutput(CommandReader(env, workspace=workspace), own, apply)
