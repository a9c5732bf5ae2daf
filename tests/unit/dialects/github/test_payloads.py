"""Payloads have the shape of GitHub's, and one can be laid over another."""

from __future__ import annotations

import pytest

from understudy.dialects.github import payloads
from understudy.dialects.github.payloads import Setting
from understudy.model.value import Value

SETTING = Setting("octo/mathkit", "trunk", "mona")


def test_every_payload_names_the_repository_and_who_did_it() -> None:
    common = payloads.common(SETTING)

    found = {
        path: payloads.at(common, path)
        for path in (
            "repository.name",
            "repository.full_name",
            "repository.owner.login",
            "repository.owner.name",
            "repository.default_branch",
            "repository.private",
            "repository.fork",
            "repository.html_url",
            "repository.clone_url",
            "repository.ssh_url",
            "sender.login",
            "sender.type",
        )
    }
    assert found == {
        "repository.name": "mathkit",
        "repository.full_name": "octo/mathkit",
        "repository.owner.login": "octo",
        "repository.owner.name": "octo",
        "repository.default_branch": "trunk",
        "repository.private": False,
        "repository.fork": False,
        "repository.html_url": "https://github.com/octo/mathkit",
        "repository.clone_url": "https://github.com/octo/mathkit.git",
        "repository.ssh_url": "git@github.com:octo/mathkit.git",
        "sender.login": "mona",
        "sender.type": "User",
    }


def test_a_bot_is_one() -> None:
    assert payloads.user("dependabot[bot]")["type"] == "Bot"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        pytest.param({}, {"a": {"b": 1.0, "c": [1.0]}, "d": "x"}, id="nothing"),
        pytest.param(
            {"a": {"b": 2.0}}, {"a": {"b": 2.0, "c": [1.0]}, "d": "x"}, id="deep inside"
        ),
        pytest.param(
            {"a": {"c": []}},
            {"a": {"b": 1.0, "c": []}, "d": "x"},
            id="lists as a whole",
        ),
        pytest.param({"a": None}, {"a": None, "d": "x"}, id="null goes before"),
        pytest.param(
            {"d": {"e": True}},
            {"a": {"b": 1.0, "c": [1.0]}, "d": {"e": True}},
            id="an object in place of a text",
        ),
        pytest.param(
            {"z": 1.0}, {"a": {"b": 1.0, "c": [1.0]}, "d": "x", "z": 1.0}, id="more"
        ),
    ],
)
def test_a_payload_lies_over_another(
    above: dict[str, Value], expected: dict[str, Value]
) -> None:
    below: dict[str, Value] = {"a": {"b": 1.0, "c": [1.0]}, "d": "x"}

    assert payloads.merged(below, above) == expected
    assert below == {"a": {"b": 1.0, "c": [1.0]}, "d": "x"}


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        pytest.param("a.b", "x", "x", id="a text"),
        pytest.param("a.n", 1.0, None, id="a number"),
        pytest.param("a.e", "", None, id="an empty text"),
        pytest.param("a.x", None, None, id="nothing"),
        pytest.param("a.b.c", None, None, id="nothing in a text"),
    ],
)
def test_a_value_is_found_by_its_path(
    path: str, value: Value, text: str | None
) -> None:
    payload: dict[str, Value] = {"a": {"b": "x", "n": 1.0, "e": ""}}

    assert payloads.at(payload, path) == value
    assert payloads.text_at(payload, path) == text
