from __future__ import annotations

import pytest

from understudy.actions import places
from understudy.engine.contract import ActionFailed

# Where the hosted machine has the work of its jobs.
HOSTED = "/home/runner/work"


@pytest.fixture
def confined(host):
    return host("actions/upload-artifact@v4", confined=True)


def test_a_path_of_the_leg_is_found_on_this_machine(confined):
    workspace = confined.workspace.resolve()

    assert places.outside(confined, f"{HOSTED}/project/project/a") == (f"{workspace}/a")
    assert places.outside(confined, "/home/runner/home") == str(confined.home.resolve())


@pytest.mark.parametrize("path", ["a/b", "/etc/hosts", "/home/runners/x", ""])
def test_any_other_path_stays_as_it_is(confined, path):
    assert places.outside(confined, path) == path


def test_patterns_keep_their_marks(confined):
    workspace = confined.workspace.resolve()
    here = f"{HOSTED}/project/project"

    found = places.patterns_outside(confined, f"  {here}/*\n! {here}/b\n\n# all\n**")

    assert found == f"{workspace}/*\n! {workspace}/b\n\n# all\n**"


def test_a_confined_leg_may_touch_its_own_folders(confined):
    path = confined.temp / "a"

    assert places.own(confined, path) == path.resolve()
    assert places.own(confined, confined.home) == confined.home.resolve()


def test_a_link_does_not_lead_it_out(confined, tmp_path):
    tmp_path.joinpath("secret").write_text("s")
    link = confined.workspace / "link"
    link.symlink_to(tmp_path / "secret")

    with pytest.raises(
        ActionFailed, match="^EACCES: permission denied, open '.*/link'"
    ):
        places.own(confined, link)


def test_a_leg_that_is_not_confined_reaches_what_its_processes_reach(host, tmp_path):
    leg = host("actions/upload-artifact@v4")

    assert places.own(leg, tmp_path) == tmp_path.resolve()
