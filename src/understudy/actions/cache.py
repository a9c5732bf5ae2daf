"""actions/cache: restore files that an earlier run has saved.

Emulated: the cache, which is empty. Every step finds nothing, as the first run of a
branch does, and saves nothing in the end. A step that has to find something
(`fail-on-cache-miss`) fails in the words of the original.

`actions/cache/restore` and `actions/cache/save` are played in the same way. Versions 1
and 2, and releases whose service is gone, are refused, as on GitHub.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Mapping, Optional

from understudy.actions import inputs, releases
from understudy.engine.contract import (
    ActionFailed,
    Host,
    Played,
    Post,
    Versions,
    nothing_to_foresee,
)

NAME = "actions/cache"
INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "path": "",
        "key": "",
        "restore-keys": "",
        "upload-chunk-size": "",
        "enablecrossosarchive": "false",
        "fail-on-cache-miss": "false",
        "lookup-only": "false",
        "save-always": "false",
    }
)
_DEPRECATED = (
    "This request has been automatically failed because it uses a deprecated version "
    "of `actions/cache: {ref}`. Please update your workflow to use v3/v4 of "
    "actions/cache to avoid interruptions. Learn more: https://github.blog/changelog/"
    "2024-12-05-notice-of-upcoming-releases-and-breaking-changes-for-github-actions/"
    "#actions-cache-v1-v2-and-actions-toolkit-cache-package-closing-down"
)


def _is_gone(version: str) -> bool:
    # The notice names what still works: v3 and v4, 3.4.0 and later, 4.2.0 and later.
    found = re.match(r"v([34])\.(\d+)\.", version)
    return bool(found and int(found.group(2)) < {"3": 4, "4": 2}[found.group(1)])


_RELEASES = releases.of(NAME)
VERSIONS = Versions(
    majors=("v3", "v4", "v5", "v6"),
    retired=MappingProxyType(
        {
            version: _DEPRECATED
            for version in ("v1", "v2", *_RELEASES.values())
            if version in ("v1", "v2") or _is_gone(version)
        }
    ),
    commits=_RELEASES,
    branches=("main",),
)
post: Optional[Post] = None
foresee = nothing_to_foresee

NOTE = "the cache is empty, and nothing is saved"
_KEY_LENGTH = 512


def main(host: Host) -> Played:
    """Find nothing."""
    look_up(host)
    return Played(notes=(NOTE,))


def look_up(host: Host) -> str:
    """Look for a key in the empty cache, and return it.

    Raises:
        ActionFailed: it has to be there, or no cache could have it.
    """
    key = inputs.required(host.inputs, "key")
    inputs.required(host.inputs, "path")
    others = inputs.lines(host.inputs, "restore-keys")
    if len(others) >= 10:
        raise ActionFailed("Key Validation Error: Keys are limited to a maximum of 10.")
    for one in (key, *others):
        if len(one) > _KEY_LENGTH:
            raise ActionFailed(
                f"Key Validation Error: {one} cannot be larger than 512 characters."
            )
        if "," in one:
            raise ActionFailed(f"Key Validation Error: {one} cannot contain commas.")
    if inputs.text(host.inputs, "fail-on-cache-miss").lower() == "true":
        raise ActionFailed(
            "Failed to restore cache entry. Exiting as fail-on-cache-miss is set. "
            f"Input key: {key}"
        )
    host.log(f"Cache not found for input keys: {', '.join((key, *others))}")
    return key
