"""Owns what an action says of itself: inputs, outputs, how it runs; runs nothing."""

from __future__ import annotations

from dataclasses import field
from typing import Optional, Tuple, Union

from understudy.model.pipeline import Step
from understudy.model.template import Condition, Template
from understudy.records import dataclass
from understudy.text.source import Span


@dataclass(frozen=True)
class ActionInput:
    """An input that an action takes; `deprecated` is its word to who still sets it."""

    name: str
    default: Optional[Template] = None
    required: bool = False
    description: str = ""
    deprecated: Optional[str] = None
    span: Optional[Span] = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class ActionOutput:
    """An output that an action sets; only composite actions say how, in `value`."""

    name: str
    value: Optional[Template] = None
    description: str = ""
    span: Optional[Span] = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class JavaScript:
    """An action that Node.js plays: `node` is `node20` and the like, the rest paths."""

    node: str
    main: str
    pre: Optional[str] = None
    pre_condition: Condition = Condition("always()")
    post: Optional[str] = None
    post_condition: Condition = Condition("always()")


@dataclass(frozen=True)
class Docker:
    """An action that a container plays: `image` is a Dockerfile or `docker://image`."""

    image: str
    entrypoint: Optional[str] = None
    arguments: Optional[Template] = None
    env: Optional[Template] = None
    pre: Optional[str] = None
    pre_condition: Condition = Condition("always()")
    post: Optional[str] = None
    post_condition: Condition = Condition("always()")


@dataclass(frozen=True)
class Composite:
    """An action that is made of steps."""

    steps: Tuple[Step, ...]


@dataclass(frozen=True)
class ActionDefinition:
    """One action's metadata; `runs` is None where they cannot be read."""

    path: str
    span: Span = field(repr=False)
    name: str = ""
    description: str = ""
    inputs: Tuple[ActionInput, ...] = ()
    outputs: Tuple[ActionOutput, ...] = ()
    runs: Union[None, JavaScript, Docker, Composite] = None
    broken: bool = False

    def input(self, name: str) -> Optional[ActionInput]:
        """Return the input of a name, in any case, as the runner compares them."""
        return next(
            (found for found in self.inputs if found.name.lower() == name.lower()),
            None,
        )

    def __repr__(self) -> str:
        kind = type(self.runs).__name__ if self.runs else "nothing"
        state = ", broken" if self.broken else ""
        return f"<action {self.path}: {kind}{state}>"
