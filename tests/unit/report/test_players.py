"""Where nothing is known of a machine, nothing is claimed to be played."""

from __future__ import annotations

from understudy.report.players import Players


def test_by_default_nothing_plays_and_everything_may(one):
    leg = one(a="").job("ci/a").legs[0]
    players = Players()

    assert players.step(leg.job.steps[0], leg) == "none"
    assert players.service("db", "postgres") == ("none", None)
    assert players.playable(leg) is None
