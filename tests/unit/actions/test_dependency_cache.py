from __future__ import annotations

import pytest

from understudy.actions import dependency_cache
from understudy.engine.contract import ActionFailed


def look_up(host, files=(), **given):
    leg = host(
        "actions/setup-python@v5", {k.replace("_", "-"): v for k, v in given.items()}
    )
    for file in files:
        path = leg.workspace / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return leg, dependency_cache.look_up(leg)


def test_without_a_package_manager_nothing_is_looked_up(host):
    leg, notes = look_up(host)

    assert (notes, leg.outputs) == ((), {})


@pytest.mark.parametrize(
    "manager, file",
    [
        ("pip", "requirements.txt"),
        ("pip", "deep/down/requirements.txt"),
        ("pip", "pyproject.toml"),
        ("pipenv", "Pipfile.lock"),
    ],
)
def test_nothing_is_found_and_said_so(host, manager, file):
    leg, notes = look_up(host, [file], cache=manager)

    assert notes == (f"`cache: {manager}` finds and keeps nothing",)
    assert leg.outputs == {"cache-hit": "false"}
    assert leg.lines == [f"{manager} cache is not found"]


def test_the_files_may_be_others(host):
    _, notes = look_up(
        host, ["a.in"], cache="pip", cache_dependency_path="b.in\n./*.in"
    )

    assert len(notes) == 1


@pytest.mark.parametrize(
    "manager, given, listed",
    [
        ("pip", "", "**/requirements.txt or **/pyproject.toml"),
        ("pipenv", "", "**/Pipfile.lock"),
        ("pip", "a.in\nb.in", "a.in,b.in or **/pyproject.toml"),
    ],
)
def test_without_the_files_it_fails_in_the_words_of_the_original(
    host, manager, given, listed
):
    with pytest.raises(ActionFailed) as failure:
        look_up(host, cache=manager, cache_dependency_path=given)

    workspace = host("actions/setup-python@v5").workspace
    assert failure.value.message == (
        f"No file in {workspace} matched to [{listed}], make sure you have checked out "
        "the target repository"
    )


def test_a_pattern_that_is_none_fails(host):
    with pytest.raises(ActionFailed, match="^Invalid pattern '../x'"):
        look_up(host, cache="pip", cache_dependency_path="../x")


def test_another_manager_is_refused(host):
    with pytest.raises(ActionFailed, match="^Caching for 'conda' is not supported$"):
        look_up(host, cache="conda")


def test_poetry_has_to_be_installed_before(host):
    with pytest.raises(
        ActionFailed, match="^Unable to locate executable file: poetry."
    ):
        look_up(host, ["poetry.lock"], cache="poetry")


def test_poetry_that_is_installed_is_asked(host, tmp_path, monkeypatch):
    program = tmp_path / "tools" / "poetry"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho asked $*\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    leg, _ = look_up(host, ["poetry.lock"], cache="poetry")

    assert "asked config --list" in leg.lines
