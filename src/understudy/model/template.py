"""Owns text with holes: opaque here, evaluated by the dialect that wrote it."""

from __future__ import annotations

from typing import Optional

from understudy.records import dataclass
from understudy.text.source import Span
from understudy.text.yaml import Node, Scalar


@dataclass(frozen=True)
class Template:
    """A value of a pipeline file, of any shape; only its dialect fills its holes."""

    node: Node

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.node.span

    @property
    def text(self) -> str:
        """The text of a scalar, holes included; empty for a list or a mapping."""
        return self.node.text if isinstance(self.node, Scalar) else ""

    def __repr__(self) -> str:
        return (
            f"<template {self.span}: {self.text[:80]!r}>"
            if self.text
            else f"<template {self.span}>"
        )


@dataclass(frozen=True)
class Condition:
    """When a job or a step runs.

    `text` is the normalised expression, `source` what the file says, `span` where it
    stands: both None where nothing was written, and the dialect's default applies.
    `offset` is where `source` begins inside `text`.
    """

    text: str
    source: Optional[str] = None
    span: Optional[Span] = None
    offset: int = 0
