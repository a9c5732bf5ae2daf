from __future__ import annotations

import os
import platform
import uuid

import pytest

from understudy.actions.uv_programs import Uv, provide
from understudy.actions.uv_versions import Wanted
from understudy.engine.contract import Machine, NotPlayed
from understudy.model.plan import Reason


@pytest.fixture
def leg(host, tmp_path):
    """Make a leg, on a machine with a uv of its own or without."""

    def make(own="", kept=(), offline=True):
        made = host(
            "astral-sh/setup-uv@v7",
            machine=Machine(interpreters=tuple, offline=offline),
        )
        path = "/usr/bin:/bin"
        if own:
            program(tmp_path / "own" / "uv", own)
            path = f"{tmp_path / 'own'}:{path}"
        for version in kept:
            program(made.cache / "uv" / version / "uv", f"uv {version}")
            program(made.cache / "uv" / version / "uvx", f"uvx {version}")
        made.start = {**made.start, "PATH": path}
        return made

    return make


def program(path, says):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)


def place(leg, version):
    return leg.tool_cache / "uv" / version / platform.machine()


def test_the_developer_s_own_is_taken_where_it_fits(leg):
    host = leg(own="uv 0.9.5")

    assert provide(host, Wanted("0.9")) == Uv(place(host, "0.9.5"), "0.9.5")
    assert os.listdir(place(host, "0.9.5")) == ["uv"]


def test_that_it_may_not_be_the_newest_is_noted(leg):
    host = leg(own="uv 0.9.5")

    assert provide(host, Wanted("latest")).notes == (
        "uv 0.9.5 of this machine; GitHub takes the newest",
    )


@pytest.mark.parametrize("own", ["uv 0.9.4", "", "nonsense", "$(exit 1)"])
def test_another_is_taken_from_the_cache(leg, own):
    host = leg(own=own, kept=["0.9.5", "0.9.6"])

    assert provide(host, Wanted("0.9.5")) == Uv(place(host, "0.9.5"), "0.9.5")
    assert sorted(os.listdir(place(host, "0.9.5"))) == ["uv", "uvx"]


def test_one_that_does_not_start_is_none(leg, tmp_path):
    host = leg(own="x", kept=["0.9.5"])
    tmp_path.joinpath("own", "uv").write_text("#!/bin/sh\nexit 3\n")

    assert provide(host, Wanted("0.9.5")).version == "0.9.5"


def test_without_an_index_the_newest_that_was_kept_stands_in(leg):
    host = leg(kept=["0.9.5", "0.10.0", "0.11.0"])

    assert provide(host, Wanted("<0.11")) == Uv(
        place(host, "0.10.0"),
        "0.10.0",
        ("uv 0.10.0, kept from an earlier run: the index gives none",),
    )


def test_without_any_it_is_not_played(leg):
    with pytest.raises(NotPlayed) as missing:
        provide(leg(kept=["0.9.5"]), Wanted("0.9.6"))

    assert missing.value.reason == Reason(
        "tool",
        "uv==0.9.6 is not here, and the package index gives none",
        fixable=True,
        command="python -m pip install 'uv==0.9.6'",
    )


def test_a_python_has_to_be_there_to_install_it_with(leg):
    with pytest.raises(NotPlayed) as missing:
        provide(leg(offline=False), Wanted("latest"))

    assert missing.value.reason.code == "interpreter"


def test_that_python_has_to_work(leg, interpreter):
    broken = interpreter("3.12.1")
    broken.path.write_text("#!/bin/sh\nexit 1\n")
    host = leg(offline=False)
    host.machine = Machine(interpreters=lambda: (broken,))

    with pytest.raises(NotPlayed) as missing:
        provide(host, Wanted("latest"))

    assert missing.value.reason.code == "interpreter"
    assert str(broken.path) in missing.value.reason.text


def test_the_legs_of_a_run_get_the_same(leg):
    host = leg(kept=["0.9.5"])
    asked = uuid.uuid5(uuid.NAMESPACE_URL, "latest")
    host.run_folder.joinpath(f"uv-{asked}").write_text("0.9.5")

    assert provide(host, Wanted("latest")) == Uv(place(host, "0.9.5"), "0.9.5")


def test_what_is_gone_from_the_cache_since_is_asked_for_again(leg):
    host = leg(kept=["0.9.4"])
    asked = uuid.uuid5(uuid.NAMESPACE_URL, "latest")
    host.run_folder.joinpath(f"uv-{asked}").write_text("0.9.5")

    assert provide(host, Wanted("latest")).version == "0.9.4"


def test_a_second_step_finds_it_in_place(leg):
    host = leg(kept=["0.9.5"])
    first = provide(host, Wanted("0.9.5"))

    assert provide(host, Wanted("0.9.5")) == first
