from __future__ import annotations

import pytest

from understudy.actions import checkout
from understudy.engine.contract import Played


def test_a_push_checks_out_the_branch_with_one_commit(host, git):
    leg = host("actions/checkout@v7")

    played = checkout.main(leg)

    assert played == Played()
    assert git(leg.workspace, "status", "--branch", "--porcelain") == (
        "## main...origin/main"
    )
    assert git(leg.workspace, "rev-parse", "HEAD") == leg.origin.played
    assert git(leg.workspace, "config", "remote.origin.url") == (
        "https://github.com/acme/project"
    )
    assert leg.outputs == {"ref": "refs/heads/main", "commit": leg.origin.played}
