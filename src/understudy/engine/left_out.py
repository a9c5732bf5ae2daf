"""Names the parts of a checkout that an origin does not have, and why it has not."""

from __future__ import annotations

from typing import Iterator, Tuple

from understudy.engine.facts import Facts
from understudy.engine.git import Git
from understudy.records import dataclass


@dataclass(frozen=True)
class LeftOut:
    """A part of the checkout that the origin does not have, and why."""

    path: str
    kind: str  # submodule, nested repository, lfs, untracked, history
    reason: str

    def __repr__(self) -> str:
        return f"<left out: {self.path[-100:]} ({self.kind}): {self.reason[:90]}>"


def find(project: Git, facts: Facts, *, untracked: bool) -> Tuple[LeftOut, ...]:
    """Return what is left out, with or without the files that nobody added."""
    return (*_of_history(facts), *_of_files(project, facts, untracked))


def _of_history(facts: Facts) -> Iterator[LeftOut]:
    if facts.shallow:
        yield LeftOut(".", "history", "the checkout is shallow")
    elif facts.partial:
        yield LeftOut(".", "history", "the checkout is partial (`--filter`)")


def _of_files(project: Git, facts: Facts, untracked: bool) -> Iterator[LeftOut]:
    attributes = (facts.git_directory / "info" / "attributes").exists()
    for entry in project.items("ls-files", "--stage", "-z"):
        mode, _, path = entry.partition("\t")
        attributes = attributes or path.endswith(".gitattributes")
        if mode.startswith("160000 "):
            yield LeftOut(path, "submodule", "submodules are not carried")
    if attributes:  # asking costs a walk over all files
        for path in project.items("ls-files", "-z", ":(top,attr:filter=lfs)"):
            yield LeftOut(path, "lfs", "the pointer stands for the file")
    for path in facts.nested:
        yield LeftOut(path, "nested repository", "not part of this repository")
    if not untracked:
        for path in facts.untracked:
            yield LeftOut(path, "untracked", "not added to git")
