from __future__ import annotations

import re
from importlib import import_module

from understudy.actions import releases
from understudy.actions.registry import BUILT_IN


def test_a_release_is_known_by_its_commit():
    commit = "11bd71901bbe5b1630ceea73d27597364c9af683"

    assert releases.of("actions/checkout")[commit] == "v4.2.2"


def test_every_line_is_a_whole_commit_and_a_whole_version():
    for module in BUILT_IN.values():
        action = import_module(f"understudy.actions.{module}")
        for commit, version in action.VERSIONS.commits.items():
            assert re.fullmatch("[0-9a-f]{40}", commit)
            assert re.fullmatch(r"v\d+\.\d+\.\d+", version)


def test_a_stranger_has_no_releases():
    assert releases.of("acme/notify") == {}
