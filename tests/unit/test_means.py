"""What a run is played with."""

from __future__ import annotations

import pytest

from understudy import api
from understudy.engine.confine import Plain
from understudy.engine.store import user_places
from understudy.means import Means, make_services

FILES = {
    ".github/workflows/ci.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"
}


@pytest.fixture
def root(project):
    return project(FILES)


def test_by_default_all_is_where_the_user_has_it(tmp_path, monkeypatch):
    monkeypatch.setenv("TOKEN", "hunter2")

    means = Means()

    assert means.places == user_places()
    assert means.cache == user_places().cache.parent
    assert means.environment["TOKEN"] == "hunter2"
    assert "hunter2" not in repr(means)


def test_checkouts_stand_in_for_other_repositories(root, tmp_path):
    loaded = api.load(root, {"acme/flows": tmp_path, "acme/other@v1": root})
    repository = make_services(loaded, Means()).repository

    assert repository("acme/flows@v3") == repository("acme/flows") == tmp_path
    assert (repository("acme/other@v1"), repository("acme/other@v2")) == (root, None)


def test_well_known_actions_are_played(root):
    confinement = Plain()
    services = make_services(api.load(root), Means(confinement=confinement))

    assert services.confinement is confinement
    assert "actions/checkout" in services.actions.names
