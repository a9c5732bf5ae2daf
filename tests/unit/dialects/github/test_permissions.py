"""Permissions are scopes with levels, and can be compared."""

from __future__ import annotations

import pytest

from understudy.dialects.github.permissions import read_permissions, violations
from understudy.model.pipeline import Permissions
from understudy.text import yaml
from understudy.text.source import Source


def read(text: str) -> Permissions:
    node, _ = yaml.load(Source("x.yml", text))
    found = read_permissions(node)
    assert found is not None
    return found


def test_without_permissions_there_are_none_to_read() -> None:
    assert read_permissions(None) is None


def test_scopes_have_levels() -> None:
    found = read("contents: read\nid-token: write\nissues: admin\n")

    assert dict(found.scopes) == {"contents": "read", "id-token": "write"}
    assert found.shorthand is None


def test_an_empty_mapping_grants_nothing() -> None:
    assert dict(read("{}").scopes) == {}


def test_a_shorthand_is_every_scope_as_far_as_it_goes() -> None:
    writing, reading = read("write-all"), read("read-all")

    assert writing.shorthand == "write-all"
    assert writing.scopes["contents"] == writing.scopes["id-token"] == "write"
    assert writing.scopes["models"] == "read"
    assert reading.scopes["contents"] == reading.scopes["models"] == "read"


def test_another_word_grants_nothing() -> None:
    found = read("all")

    assert (dict(found.scopes), found.shorthand) == ({}, None)


@pytest.mark.parametrize(
    ("requested", "allowed", "expected"),
    [
        pytest.param("{contents: read}", "{contents: write}", ("", ""), id="less"),
        pytest.param("{}", "{}", ("", ""), id="nothing"),
        pytest.param("read-all", "read-all", ("", ""), id="the same"),
        pytest.param(
            "{contents: write, actions: read}",
            "{contents: read}",
            ("actions: read, contents: write", "actions: none, contents: read"),
            id="more, in GitHub's order",
        ),
    ],
)
def test_more_than_is_allowed_is_a_violation(
    requested: str, allowed: str, expected: tuple[str, str]
) -> None:
    assert violations(read(requested), read(allowed)) == expected
