"""Refuse a release whose tag, distributions, history and changelog disagree.

Run by release.yml with the folder of the built distributions. Says every objection, not
only the first one. A push that is no tag has only its distributions to agree with.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import parse_sdist_filename, parse_wheel_filename
from packaging.version import InvalidVersion, Version

RELEASED = re.compile(
    r"^## \[(?P<name>[^\]]+)\](?P<date> - \d{4}-\d\d-\d\d)?\s*$", re.M
)

ENTRY = re.compile(r"^- ", re.M)


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in the checkout."""
    return subprocess.run(["git", *arguments], capture_output=True, text=True)


def built_versions(dist: Path) -> set[Version]:
    """Return the versions that the distributions carry in their names."""
    wheels = {parse_wheel_filename(path.name)[1] for path in dist.glob("*.whl")}
    sdists = {parse_sdist_filename(path.name)[1] for path in dist.glob("*.tar.gz")}
    if not wheels or not sdists:
        raise SystemExit(f"`{dist}` wants a wheel and an sdist")
    return wheels | sdists


def changelog_sections(text: str) -> dict[str, tuple[bool, bool]]:
    """Return, by the name of the release, whether it is dated and has entries."""
    headings = list(RELEASED.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return {
        heading["name"]: (
            heading["date"] is not None,
            ENTRY.search(text, heading.end(), end) is not None,
        )
        for heading, end in zip(headings, ends)
    }


def other_releases(tag: str) -> Iterator[Version]:
    """Yield the versions of all the other tags."""
    for name in git("tag", "--list", "v*").stdout.split():
        try:
            version = Version(name[1:])
        except InvalidVersion:
            continue
        if name != tag:
            yield version


def objections(tag: str, built: set[Version], changelog: str) -> Iterator[str]:
    """Yield what stands against the release of `tag`, or of no tag if it is empty."""
    if len(built) != 1:
        yield f"the distributions disagree: {', '.join(sorted(map(str, built)))}"
    if not tag:
        return

    version = Version(tag[1:])
    if tag != f"v{version}":
        yield f"the tag is `{tag}`, and its version is written `v{version}`"
    if version not in built:
        yield f"the tag is `{tag}`, the distributions are {', '.join(map(str, built))}"
    if git("merge-base", "--is-ancestor", "HEAD", "origin/main").returncode != 0:
        yield "the tagged commit is not on `main`"
    newer = [str(other) for other in other_releases(tag) if other >= version]
    if newer:
        yield f"`{tag}` is not newer than {', '.join(sorted(newer))}"

    sections = changelog_sections(changelog)
    dated, entries = sections.get(str(version), (False, False))
    if not (dated and entries):
        yield f"CHANGELOG.md has no dated section [{version}] with entries"
    if sections.get("Unreleased", (False, False))[1]:
        yield "CHANGELOG.md still has entries under [Unreleased]"


def main() -> int:
    """Print the objections; succeed if there are none."""
    tag = (
        os.environ["GITHUB_REF_NAME"] if os.environ["GITHUB_REF_TYPE"] == "tag" else ""
    )
    changelog = Path("CHANGELOG.md").read_text(encoding="utf-8")
    found = list(objections(tag, built_versions(Path(sys.argv[1])), changelog))
    for objection in found:
        print(f"::error::{objection}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
