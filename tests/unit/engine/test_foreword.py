"""What can be said of a run before its first step."""

from __future__ import annotations

import platform
import sys
from dataclasses import replace

import pytest

from understudy.engine.foreword import foreword, machine
from understudy.engine.here import this_machine
from understudy.engine.indexes import Indexes
from understudy.engine.left_out import LeftOut
from understudy.engine.options import RunOptions
from understudy.plan.selection import select
from understudy.plan.situation import Settings

LABELS = """
on: push
jobs:
  a: {runs-on: ubuntu-24.04, steps: [{run: x}]}
  b: {runs-on: ubuntu-24.04, steps: [{run: x}]}
  c: {runs-on: windows-2025, steps: [{run: x}]}
  d: {runs-on: [self-hosted, gpu], steps: [{run: x}]}
  e: {runs-on: ubuntu-22.04, if: false, steps: [{run: x}]}
  f: {runs-on: ubuntu-latest, steps: [{run: x}]}
"""
SECRETS = """
on: push
env: {A: '${{ secrets.A }}'}
jobs:
  a:
    runs-on: x
    env: {B: '${{ vars.B }}'}
    steps:
      - run: echo ${{ secrets.C }} ${{ secrets.KNOWN }} ${{ secrets.GITHUB_TOKEN }}
      - {run: x, if: vars.D == '1'}
  b: {runs-on: x, steps: [{run: 'echo ${{ secrets.A }} ${{ secrets.E }}'}]}
  c: {runs-on: x, if: false, steps: [{run: 'echo ${{ secrets.F }}'}]}
"""


def said(plan, rehearsal, about: str) -> list[str]:
    return [note for note in foreword(plan, rehearsal) if about in note]


def test_each_label_says_where_it_is_played_once(planned, rehearsal):
    notes = said(planned({"ci.yml": LABELS}), rehearsal(), "is played on")

    assert notes == [
        f"ubuntu-24.04 is played on {machine()}",
        f"ubuntu-latest is played on {machine()}",
    ]


def test_only_what_is_selected_is_spoken_of(planned, rehearsal):
    plan = planned({"ci.yml": LABELS})
    options = RunOptions(selection=select(plan, leg=["ci/f"]))

    notes = said(plan, rehearsal(options), "is played on")

    assert notes == [f"ubuntu-latest is played on {machine()}"]


def test_secrets_and_variables_that_nobody_has_set_are_named(planned, rehearsal):
    settings = Settings(secrets={"KNOWN": "1"})
    plan = planned({"ci.yml": SECRETS}, settings=settings)

    assert said(plan, rehearsal(settings=settings), "nobody") == [
        "empty, since nobody has set them: secrets.A, vars.B, secrets.C, vars.D,"
        " secrets.E"
    ]


def test_nothing_is_said_of_secrets_where_all_are_set(planned, rehearsal):
    plan = planned({"ci.yml": LABELS})

    assert said(plan, rehearsal(), "nobody") == []


def test_what_is_left_out_or_not_understood_is_named(planned, rehearsal):
    made = rehearsal()
    origin = replace(
        made.origin, left_out=(LeftOut("new.py", "untracked", "not added to git"),)
    )
    made = replace(made, origin=origin, indexes=Indexes({}, {}, (), ("pip.conf",)))
    plan = planned({"ci.yml": LABELS})

    assert said(plan, made, "left out") == ["left out: new.py (not added to git)"]
    assert said(plan, made, "pip.conf") == [
        "nothing of pip.conf is in force here: it cannot be understood"
    ]


def test_what_the_confinement_leaves_open_is_named(planned, rehearsal):
    notes = said(planned({"ci.yml": LABELS}), rehearsal(), "plain confinement")

    assert "plain confinement: legs share the ports of this machine" in notes


def test_a_machine_has_a_name_and_an_architecture():
    name, _, architecture = machine().rpartition(" ")

    assert architecture == platform.machine()
    assert name.startswith({"Linux": "", "macOS": "macOS "}[this_machine().system])
    assert "GNU/Linux" not in name and name == name.strip() != ""


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        pytest.param(
            {"NAME": "Debian GNU/Linux", "VERSION_ID": "12"}, "Debian 12", id="known"
        ),
        pytest.param({"NAME": "Arch Linux"}, "Arch Linux", id="no version"),
        pytest.param(None, platform.system(), id="no file"),
    ],
)
def test_a_linux_has_the_name_of_its_distribution(monkeypatch, release, expected):
    def read() -> dict[str, str]:
        if release is None:
            raise OSError
        return release

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", read, raising=False)

    assert machine() == f"{expected} {platform.machine()}"


def test_a_mac_has_the_version_of_its_system(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "mac_ver", lambda: ("15.1", ("", "", ""), ""))

    assert machine() == f"macOS 15.1 {platform.machine()}"
