"""The run's bare origin repository, which plays the hosting service for git.

It borrows the objects of the developer's repository and writes no file there (git
may renew the time of an object that it borrows, so that no clean-up takes it away).
Workspaces are made by whoever plays a checkout.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Dict, Mapping, Tuple

from understudy.engine import facts as git_facts
from understudy.engine import left_out, origin_addresses, origin_commits, origin_refs
from understudy.engine.facts import Facts
from understudy.engine.git import Git
from understudy.engine.left_out import LeftOut
from understudy.engine.origin_commits import Merge
from understudy.engine.origin_refs import RefChange
from understudy.errors import CannotStart
from understudy.records import dataclass

# What makes a bare repository answer as the hosting service does.
_ORIGIN_CONFIG = (
    ("uploadpack.allowAnySHA1InWant", "true"),  # checkout fetches by commit
    ("uploadpack.allowFilter", "true"),
    ("receive.hideRefs", "refs/pull"),  # pushes to it are refused there too
    # A fetch goes no further than this machine: half the time for a little more disk.
    ("pack.window", "0"),
    ("pack.compression", "1"),
    ("receive.autogc", "false"),
    ("gc.auto", "0"),  # alternates: nothing may be thought unreachable
    ("maintenance.auto", "false"),
)


@dataclass(frozen=True)
class Origin:
    """A bare repository with the project's refs and the tree that is played."""

    path: Path
    facts: Facts
    repository: str  # owner/name under which workspaces know it
    played: str  # the commit that holds the tree played
    left_out: Tuple[LeftOut, ...]
    start: Mapping[str, str]  # refs before any step
    environment: Mapping[str, str]

    @property
    def synthetic(self) -> bool:
        """Tell whether the tree played differs from the developer's HEAD."""
        return self.played != self.facts.head

    def __repr__(self) -> str:
        what = "the working tree" if self.synthetic else "HEAD"
        return (
            f"<Origin of {self.repository[:60]} at {str(self.path)[-80:]}: plays "
            f"{what} as {self.played[:12]}, {len(self.left_out)} left out>"
        )

    def git(self) -> Git:
        """Return git inside the origin.

        GIT_DIR is said outright: `safe.bareRepository=explicit` refuses discovery.
        """
        return Git(self.path, self.environment).having(GIT_DIR=str(self.path))

    def git_config(self, *userinfo: str) -> Dict[str, str]:
        """Return the variables that map the repository's addresses onto the origin.

        `userinfo` are the forms `name:token` that a step may put before the host.
        """
        return origin_addresses.variables(self.path, self.repository, *userinfo)

    def pushed(self) -> Tuple[RefChange, ...]:
        """Return the refs that differ from the start, as steps left them."""
        return origin_refs.changes(self.git(), self.start)

    def having(self, ref: str, sha: str) -> Origin:
        """Return the origin with a ref as the event has it, made by no step."""
        if self.start.get(ref) == sha or not ref.startswith(
            ("refs/heads/", "refs/tags/")
        ):
            return self
        self.git().run("update-ref", ref, sha)
        return replace(self, start={**self.start, ref: sha})

    def merge(self, base: str, number: int) -> Merge:
        """Make `refs/pull/NUMBER/merge`, of what is played into base."""
        git = self.git()
        base = git.run("rev-parse", "--verify", f"{base}^{{commit}}")
        shallow = self.facts.shallow
        made = origin_commits.merge(git, base, self.played, shallow=shallow)
        if made.sha:
            git.run("update-ref", f"refs/pull/{number}/head", self.played)
            git.run("update-ref", f"refs/pull/{number}/merge", made.sha)
        return made


def create(
    checkout: Path,
    target: Path,
    environment: Mapping[str, str] = os.environ,
    *,
    untracked: bool = False,
    snapshot: bool = True,
    repository: str = "",
) -> Origin:
    """Make the origin of the checkout in a new folder.

    `snapshot` plays the tracked files as they are now (and untracked ones if asked);
    without it HEAD is played, whatever was changed since, as for a tag.
    """
    facts = git_facts.read(checkout, environment)
    project = Git(facts.project, environment)
    target = target.resolve()
    _initialise(project, facts, target)
    played = facts.head
    if snapshot and (facts.dirty or (untracked and facts.untracked)):
        played = origin_commits.snapshot(project, facts, target, untracked)
    repository = repository or facts.repository or facts.local_name
    origin_addresses.write(target, repository)
    return Origin(
        path=target,
        facts=facts,
        repository=repository,
        played=played,
        left_out=left_out.find(project, facts, untracked=untracked),
        start=origin_refs.carry(project, facts, played, target),
        environment=environment,
    )


def _initialise(project: Git, facts: Facts, target: Path) -> None:
    if target.exists() and any(target.iterdir()):
        raise CannotStart(f"the origin's folder `{target}` is not empty")
    target.mkdir(parents=True, exist_ok=True)
    # A repository with SHA-256 names says so; git before 2.28 knows only the other.
    sha256 = len(facts.head) == 64
    hashing = ["--object-format=sha256"] if sha256 else []
    project.run("init", "--quiet", "--bare", "--template=", *hashing, str(target))
    with (target / "config").open("a", encoding="utf-8") as config:
        for name, value in _ORIGIN_CONFIG:
            section, key = name.split(".")
            config.write(f"[{section}]\n\t{key} = {value}\n")
    info = target / "objects" / "info"
    info.mkdir(parents=True, exist_ok=True)
    borrowed = os.fsencode(facts.git_directory / "objects")
    (info / "alternates").write_bytes(borrowed + b"\n")
    if facts.shallow:
        shutil.copyfile(facts.git_directory / "shallow", target / "shallow")
