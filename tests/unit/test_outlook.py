"""A plan says what this machine can play, as the run would."""

from __future__ import annotations

import pytest

from understudy import api, outlook

CI = """\
on: push
jobs:
  tests:
    strategy: {matrix: {os: [windows-latest, mine]}}
    runs-on: ${{ matrix.os }}
    steps:
      - uses: actions/checkout@v4
      - uses: acme/unheard-of@v1
      - run: tox
      - {run: server, background: true}
      - wait-all:
  python:
    runs-on: mine
    steps:
      - uses: actions/setup-python@v5
        with: {python-version: "3.77"}
"""


@pytest.fixture
def planned(project, tmp_path):
    """Return a project with its plan, and what this machine can play of it."""
    runners = "[runners]\nmine = 'here'\n"
    loaded = api.load(
        project({".github/workflows/ci.yml": CI, "understudy.toml": runners})
    )
    plan = api.plan(loaded, api.event(loaded), loaded.settings())
    nowhere = {"PATH": "", "HOME": str(tmp_path)}
    return plan, outlook.players(
        loaded, plan, loaded.settings(), environment=nowhere, cache=tmp_path
    )


@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param("ci/tests/windows-latest", "platform", id="another system"),
        pytest.param("ci/tests/mine", None, id="configured to be here"),
        pytest.param("ci/python", "interpreter", id="no such Python"),
    ],
)
def test_a_leg_can_be_played_or_there_is_a_reason(planned, address, code):
    plan, players = planned
    (leg,) = [leg for leg in plan.legs() if leg.address == address]

    found = players.playable(leg)

    assert (found and found.code) == code
    assert players.playable(leg) is found


def test_a_step_is_played_by_its_own_code_a_built_in_or_nothing(planned):
    plan, players = planned
    job = plan.job("ci/tests").job

    assert [players.step(step, None) for step in job.steps] == [
        "emulated",
        "none",
        "real",
        "none",
        "none",
    ]
