"""Owns what one step says, by its log, its files or its action; reads none of these."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Dict, List

from understudy.dialects.commands import Said
from understudy.engine.leg import LegState
from understudy.engine.observe import StepAnnotated
from understudy.engine.summary import keep_summary
from understudy.model.result import Annotation

# ExecutionContext.cs: what one step may leave of each level, and how long each may be.
MOST_ANNOTATIONS, LONGEST_MESSAGE = 10, 4096


@dataclass
class StepTalk:
    """What one step says; a `Hearing`.

    Variables and paths count from the next step on, so they are kept until the end.
    `failed` says that what it said makes it fail.
    """

    state: LegState
    step: str
    env: Dict[str, str] = field(default_factory=dict)
    paths: List[str] = field(default_factory=list)
    outputs: Dict[str, str] = field(default_factory=dict)
    saved: Dict[str, str] = field(default_factory=dict)
    failed: bool = False
    counts: Dict[str, int] = field(default_factory=dict)

    def set_variable(self, name: str, value: str) -> None:
        """Let every later step see a variable."""
        self.env[name] = value

    def add_path(self, path: str) -> None:
        """Let every later step search a folder first."""
        self.paths.append(path)

    def set_output(self, name: str, value: str) -> None:
        """Keep an output of the step."""
        self.outputs[name] = value

    def save_state(self, name: str, value: str) -> None:
        """Keep a state for the step's own end."""
        self.saved[name] = value

    def mask(self, value: str) -> None:
        """Hide a value from here on."""
        self.state.rehearsal.masker.add(value)

    def annotate(self, annotation: Annotation) -> None:
        """Keep an annotation, as many of each level as the service does."""
        count = self.counts[annotation.level] = self.counts.get(annotation.level, 0) + 1
        if count > MOST_ANNOTATIONS:
            return
        rehearsal = self.state.rehearsal
        hide = rehearsal.masker.hide
        kept = replace(
            annotation,
            message=hide(annotation.message)[:LONGEST_MESSAGE],
            title=hide(annotation.title),
            file=hide(annotation.file),
        )
        self.state.annotations.append(kept)
        address = self.state.leg.address
        rehearsal.observer.notify(
            StepAnnotated(rehearsal.seconds(), address, self.step, kept)
        )

    def say(self, level: str, message: str) -> None:
        """Write a message into the log, and keep it as an annotation."""
        self.state.log.write(f"##[{level}]{message}")
        self.annotate(Annotation(level, message))

    def error(self, message: str) -> None:
        """Write an error into the log, and keep it as an annotation."""
        self.say("error", message)

    def take(self, said: Said) -> None:
        """Take in what the step's files say."""
        self.env.update(said.env)
        self.outputs.update(said.outputs)
        self.saved.update(said.state)
        self.paths.extend(said.paths)
        if said.summary is not None:
            keep_summary(self.state.rehearsal.run, self.state.leg.address, said.summary)
        for annotation in said.annotations:
            self.state.log.write(f"##[{annotation.level}]{annotation.message}")
            self.annotate(annotation)
        self.failed = self.failed or said.failed

    def settle(self) -> None:
        """Let later steps see it all."""
        self.state.env.update(self.env)
        self.state.add_paths(self.paths)
