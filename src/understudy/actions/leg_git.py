"""Owns git as the processes of a leg run it; the engine's own git is `engine.git`."""

from __future__ import annotations

import uuid
from dataclasses import field
from pathlib import Path
from typing import Mapping

from understudy.actions import inputs
from understudy.engine.contract import Host
from understudy.records import dataclass


@dataclass(frozen=True)
class LegGit:
    """Git in one folder of a leg, its commands and their output in the log."""

    host: Host
    folder: Path
    env: Mapping[str, str] = field(repr=False)

    def run(self, *arguments: str) -> None:
        """Run git, which has to succeed."""
        inputs.succeed(self.host, "git", *arguments, folder=self.folder, env=self.env)

    def attempt(self, *arguments: str, say: bool = True) -> bool:
        """Run git, and return whether it succeeded."""
        ended = self.host.run(("git", *arguments), self.folder, self.env, say)
        return ended.code == 0

    def has(self, ref: str) -> bool:
        """Return whether there is a ref of this full name."""
        return self.attempt("show-ref", "--verify", "--quiet", ref, say=False)

    def commit_of(self, revision: str) -> str:
        """Return the commit that a revision, which is there, stands for."""
        answer = self.host.temp / str(uuid.uuid4())
        output = f"--output={self.host.inside(answer)}"
        if not self.attempt("log", "-1", "--format=%H", output, revision, say=False):
            return ""
        found = answer.read_text(encoding="utf-8").strip()
        answer.unlink()
        return found

    def forget(self, key: str) -> None:
        """Remove a setting of the repository, if it is there."""
        self.attempt("config", "--local", "--unset-all", key)
