"""Owns the refs of an origin: those it starts with, and what steps made of them.

The commits that they lead to are made elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Dict, Mapping, Set, Tuple

from understudy.engine.facts import Facts
from understudy.engine.git import Git
from understudy.records import dataclass


@dataclass(frozen=True)
class RefChange:
    """A ref that a step pushed. No `before`: created; no `after`: deleted."""

    ref: str
    before: str
    after: str

    def __repr__(self) -> str:
        ends = f"{self.before[:12] or 'nothing'} -> {self.after[:12] or 'nothing'}"
        return f"<pushed {self.ref[-150:]}: {ends}>"


def carry(project: Git, facts: Facts, played: str, origin: Path) -> Dict[str, str]:
    """Give an origin its first refs: branches, tags, the remote's other branches."""
    refs, peeled = _refs(project, "refs/heads/", "refs/tags/")
    taken: Set[str] = set()
    for ref in refs:
        taken.update(_folders(ref))
    for name, commit in facts.branches.items():
        ref = f"refs/heads/{name}"
        # `feature` here and `feature/x` there cannot both be branches of one place
        if ref not in refs and ref not in taken and not _folders(ref) & refs.keys():
            refs[ref] = commit
    if facts.branch:
        refs[f"refs/heads/{facts.branch}"] = played
    _write(origin, refs, peeled, facts.default_branch)
    return refs


def changes(origin: Git, start: Mapping[str, str]) -> Tuple[RefChange, ...]:
    """Return the refs that differ from the start, as steps left them."""
    now, _ = _refs(origin, "refs/")
    return tuple(
        RefChange(ref, start.get(ref, ""), now.get(ref, ""))
        for ref in sorted(set(start) | set(now))
        if start.get(ref) != now.get(ref) and not ref.startswith("refs/pull/")
    )


def _refs(git: Git, *patterns: str) -> Tuple[Dict[str, str], Dict[str, str]]:
    """Return the refs, and what the annotated tags among them point at."""
    form = "--format=%(refname)%00%(objectname)%00%(*objectname)"
    listed = [line.split("\0") for line in git.lines("for-each-ref", form, *patterns)]
    refs = {ref: name for ref, name, _ in listed}
    return refs, {ref: commit for ref, _, commit in listed if commit}


def _folders(ref: str) -> Set[str]:
    parts = ref.split("/")
    return {"/".join(parts[:count]) for count in range(3, len(parts))}


def _write(
    origin: Path, refs: Mapping[str, str], peeled: Mapping[str, str], default: str
) -> None:
    """Write all refs as one file; `update-ref` would open every object first."""
    with (origin / "packed-refs").open("wb") as packed:
        packed.write(b"# pack-refs with: peeled fully-peeled sorted \n")
        for ref in sorted(refs, key=os.fsencode):
            packed.write(os.fsencode(f"{refs[ref]} {ref}\n"))
            if ref in peeled:
                packed.write(os.fsencode(f"^{peeled[ref]}\n"))
    (origin / "HEAD").write_bytes(os.fsencode(f"ref: refs/heads/{default}\n"))
