from __future__ import annotations

import re
from importlib import import_module

import pytest

from understudy.actions import (
    alls_green,
    cache,
    cache_restore,
    checkout,
    setup_uv,
    upload_artifact,
)
from understudy.actions.registry import BUILT_IN, Registry
from understudy.engine.contract import Found, Refused, nothing_to_foresee
from understudy.model.plan import Reason

UNKNOWN = "0123456789abcdef0123456789abcdef01234567"


def find(uses, comment=""):
    return Registry().find(uses, comment)


@pytest.mark.parametrize(
    "uses, action, ref",
    [
        pytest.param("actions/checkout@v4", checkout, "v4", id="a major"),
        pytest.param("Actions/Checkout@v4", checkout, "v4", id="in any case"),
        pytest.param("actions/checkout@v4.2.2", checkout, "v4.2.2", id="a release"),
        pytest.param(
            "actions/cache/restore@v4", cache_restore, "v4", id="one of several"
        ),
        pytest.param("astral-sh/setup-uv@v6.1", setup_uv, "v6.1", id="a minor tag"),
        pytest.param(
            "re-actors/alls-green@release/v1", alls_green, "release/v1", id="a branch"
        ),
        pytest.param(
            "actions/checkout@11BD71901bbe5b1630ceea73d27597364c9af683",
            checkout,
            "v4.2.2",
            id="a commit",
        ),
        pytest.param(
            "actions/cache@55cc8345863c7cc4c66a329aec7e433d2d1c52a9",
            cache,
            "v6.1.0",
            id="a pinned release",
        ),
    ],
)
def test_a_version_that_is_known_is_found(uses, action, ref):
    assert find(uses) == Found(action, ref)


def test_code_that_is_not_released_is_played_as_what_is():
    assert find("actions/checkout@main") == Found(
        checkout, "main", ("actions/checkout@main is played as its last release",)
    )


def test_a_release_that_came_later_is_played_with_a_note():
    assert find("actions/checkout@v7.99.0") == Found(
        checkout,
        "v7.99.0",
        ("actions/checkout v7.99.0 is newer than what was known of it here",),
    )


@pytest.mark.parametrize(
    "uses",
    [
        "actions/checkout@v99",
        "actions/checkout@v4.2",
        "actions/checkout@v4.0.99",
        "actions/checkout@v99.0.0",
        "actions/checkout@feature/x",
        "actions/checkout@4",
        "actions/checkout@",
        "actions/checkout",
        "astral-sh/setup-uv@v8",
    ],
)
def test_a_ref_that_nobody_knows_is_not_played(uses):
    assert find(uses) == Reason("action", f"{uses}: unknown ref", fixable=True)


@pytest.mark.parametrize(
    "comment, version",
    [
        ("v4.2.2", "v4.2.2"),
        ("# v4", "v4"),
        ("4.9.9", "v4.9.9"),
        ("tag=v4.2.2", "v4.2.2"),
        ("ratchet:actions/checkout@v4", "v4"),
        ("pin @v4.2.2, as agreed", "v4.2.2"),
        ("the one of v4.2.2 ; and not v3", "v4.2.2"),
    ],
)
def test_an_unknown_commit_is_taken_for_what_its_comment_says(comment, version):
    assert find(f"actions/checkout@{UNKNOWN}", comment) == Found(
        checkout,
        version,
        (
            f"actions/checkout is taken for {version}: 0123456789ab is known by its "
            "comment",
        ),
    )


@pytest.mark.parametrize(
    "comment, why",
    [
        ("", "unknown ref, and no comment names its version"),
        ("checkout", "unknown ref, and no comment names its version"),
        ("v99", "unknown ref, of v99 by its comment"),
        ("v4.0.99", "unknown ref, of v4.0.99 by its comment"),
    ],
)
def test_a_comment_may_not_help(comment, why):
    uses = f"actions/checkout@{UNKNOWN}"

    assert find(uses, comment) == Reason("action", f"{uses}: {why}", fixable=True)


@pytest.mark.parametrize(
    "uses, comment, ref",
    [
        pytest.param("actions/upload-artifact@v3", "", "v3", id="a major"),
        pytest.param("actions/upload-artifact@v3.1.2", "", "v3.1.2", id="a release"),
        pytest.param(
            "actions/upload-artifact@a8a3f3ad30e3422c9c7b888a15615d19a852ae32",
            "",
            "a8a3f3ad30e3422c9c7b888a15615d19a852ae32",
            id="a commit",
        ),
        pytest.param(
            f"actions/upload-artifact@{UNKNOWN}", "v3.1.3", UNKNOWN, id="a comment"
        ),
    ],
)
def test_what_github_has_retired_is_refused_in_its_words(uses, comment, ref):
    assert find(uses, comment) == Refused(
        "This request has been automatically failed because it uses a deprecated "
        f"version of `actions/upload-artifact: {ref}`. Learn more: "
        "https://github.blog/changelog/"
        "2024-04-16-deprecation-notice-v3-of-the-artifact-actions/"
    )


def test_a_cache_that_has_no_service_any_more_is_refused():
    refused = find("actions/cache@v4.0.2")

    assert isinstance(refused, Refused)
    assert "`actions/cache: v4.0.2`. Please update your workflow" in refused.message
    assert isinstance(find("actions/cache@v4"), Found)
    assert isinstance(find("actions/cache@v4.2.3"), Found)


@pytest.mark.parametrize(
    "uses, why",
    [
        ("acme/notify@v2", "no built-in plays it"),
        (
            "actions/chekout@v4",
            "no built-in plays it; did you mean actions/checkout?",
        ),
        ("./.github/actions/setup", "local actions are not played yet"),
        ("docker://alpine:3", "images are not played yet"),
    ],
)
def test_everything_else_is_not_played(uses, why):
    assert find(uses) == Reason("action", f"{uses}: {why}", fixable=True)


def test_other_actions_may_be_given():
    registry = Registry((upload_artifact,))

    assert registry.names == ("actions/upload-artifact",)
    assert not registry.foresees("actions/upload-artifact@v4")
    assert not registry.foresees("actions/setup-python@v5")
    assert isinstance(registry.find("actions/checkout@v4"), Reason)


@pytest.mark.parametrize(("name", "module"), BUILT_IN.items())
def test_every_name_leads_to_the_module_that_has_it(name, module):
    assert import_module(f"understudy.actions.{module}").NAME == name
    assert isinstance(Registry().find(f"{name}@main"), (Found, Reason, Refused))


@pytest.mark.parametrize(("name", "module"), BUILT_IN.items())
def test_what_an_action_may_foresee_is_known_without_loading_it(name, module):
    foresee = import_module(f"understudy.actions.{module}").foresee

    assert Registry().foresees(f"{name}@v1") is (foresee is not nothing_to_foresee)


def test_a_given_action_foresees_what_its_module_says():
    assert Registry((setup_uv,)).foresees("Astral-sh/setup-uv@v6")


@pytest.mark.parametrize(
    "action",
    [import_module(f"understudy.actions.{module}") for module in BUILT_IN.values()],
    ids=list(BUILT_IN),
)
def test_every_built_in_has_its_manual_page_and_its_inputs_in_lower_case(action):
    first, *rest = action.__doc__.split("\n")
    assert first.startswith(f"{action.NAME}: ") and first.endswith(".")
    assert "Emulated: " in "\n".join(rest) or "Real: " in "\n".join(rest)
    assert [name for name in action.INPUTS if name != name.lower()] == []


def test_every_name_is_one():
    names = Registry().names

    assert len(set(names)) == len(BUILT_IN)
    assert all(re.fullmatch(r"[\w.-]+(/[\w.-]+){1,2}", name) for name in names)
