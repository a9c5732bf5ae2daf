"""Files of other repositories are found here, or there is a way to get them."""

from __future__ import annotations

from pathlib import Path

import pytest

from understudy.repositories import Repositories, user_cache
from understudy.text.source import Source

OURS = Source(".github/workflows/ci.yml", "")
FLOW = ".github/workflows/flow.yml"


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Make a checkout with one workflow."""
    file = tmp_path / "flows" / FLOW
    file.parent.mkdir(parents=True)
    file.write_text("name: Flow\n", encoding="utf-8")
    return tmp_path / "flows"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("acme/flows@v2", id="with its ref"),
        pytest.param("acme/flows", id="whatever the ref"),
        pytest.param("Acme/Flows@v2", id="in another case"),
    ],
)
def test_a_checkout_stands_in_for_a_repository(flows, name):
    repositories = Repositories({name: flows})

    found = repositories.workflow(f"acme/flows/{FLOW}@v2", OURS)

    assert found == Source(f"acme/flows/{FLOW}@v2", "name: Flow\n")


def test_the_ref_that_is_named_comes_first(flows, tmp_path):
    repositories = Repositories({"acme/flows": tmp_path, "acme/flows@v2": flows})

    assert repositories.folder("acme/flows", "v2") == flows
    assert repositories.folder("acme/flows", "v3") == tmp_path


@pytest.mark.parametrize("prefix", ["./", "$/"])
def test_a_local_call_of_a_foreign_file_stays_in_its_repository(flows, prefix):
    caller = Source("acme/flows/.github/workflows/outer.yml@feature/x", "")
    repositories = Repositories({"acme/flows@feature/x": flows})

    found = repositories.workflow(f"{prefix}{FLOW}", caller)

    assert found == Source(f"acme/flows/{FLOW}@feature/x", "name: Flow\n")


def test_what_was_fetched_once_is_in_the_cache(flows, tmp_path):
    cache = tmp_path / "cache"
    cached = cache / "acme" / "flows" / "releases" / "v2"
    cached.parent.mkdir(parents=True)
    flows.rename(cached)

    repositories = Repositories(cache=lambda: cache)

    assert repositories.folder("Acme/flows", "releases/v2") == cached
    assert repositories.folder("acme/flows", "v3") is None


def test_a_ref_leads_to_no_other_place(tmp_path):
    (tmp_path / "cache" / "acme" / "flows").mkdir(parents=True)
    repositories = Repositories(cache=lambda: tmp_path / "cache")

    assert repositories.folder("acme/flows", "../..") is None


def test_the_cache_is_the_users(home):
    assert user_cache() == home / ".cache" / "understudy" / "repositories"


def test_what_is_not_here_says_what_to_do():
    found = Repositories().workflow(f"acme/flows/{FLOW}@v2", OURS)

    assert found == (
        "`acme/flows@v2` is not here: name a checkout of it with "
        "--local-repository acme/flows@v2=PATH"
    )


def test_a_checkout_without_the_file_says_so(flows):
    repositories = Repositories({"acme/flows": flows})

    found = repositories.workflow("acme/flows/.github/workflows/no.yml@v2", OURS)

    assert found == (
        f"`.github/workflows/no.yml` of `acme/flows@v2` is not in `{flows}`: "
        "no such file or directory"
    )
