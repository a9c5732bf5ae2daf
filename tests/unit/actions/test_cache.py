from __future__ import annotations

import pytest

from understudy.actions import cache
from understudy.engine.contract import ActionFailed, Played


def test_nothing_is_found_and_said_so(host):
    leg = host(
        "actions/cache@v4", {"path": "~/x", "key": "a-1", "restore-keys": "a-\n\nb-\n"}
    )

    played = cache.main(leg)

    assert played == Played(notes=("the cache is empty, and nothing is saved",))
    assert leg.lines == ["Cache not found for input keys: a-1, a-, b-"]
    assert leg.outputs == {}


def test_a_step_that_needs_it_fails_in_the_words_of_the_original(host):
    given = {"path": "x", "key": "a-1", "fail-on-cache-miss": "TRUE"}

    with pytest.raises(ActionFailed) as failure:
        cache.main(host("actions/cache@v4", given))

    assert failure.value.message == (
        "Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input "
        "key: a-1"
    )


@pytest.mark.parametrize(
    "given, message",
    [
        ({"path": "x"}, "Input required and not supplied: key"),
        ({"key": "x"}, "Input required and not supplied: path"),
        (
            {"key": "a,b", "path": "x"},
            "Key Validation Error: a,b cannot contain commas.",
        ),
        (
            {"key": "a" * 513, "path": "x"},
            f"Key Validation Error: {'a' * 513} cannot be larger than 512 characters.",
        ),
        (
            {"key": "a", "path": "x", "restore-keys": "\n".join("b" * 10)},
            "Key Validation Error: Keys are limited to a maximum of 10.",
        ),
    ],
)
def test_keys_that_no_cache_has_are_refused(host, given, message):
    with pytest.raises(ActionFailed) as failure:
        cache.main(host("actions/cache@v4", given))

    assert failure.value.message == message


def test_ten_keys_of_the_greatest_length_are_fine(host):
    given = {"key": "a" * 512, "path": "x", "restore-keys": "\n".join("b" * 9)}

    assert cache.look_up(host("actions/cache@v4", given)) == "a" * 512


@pytest.mark.parametrize(
    "version, gone",
    [
        ("v1", True),
        ("v2", True),
        ("v3.3.3", True),
        ("v4.1.2", True),
        ("v3", False),
        ("v4", False),
        ("v3.4.0", False),
        ("v4.2.0", False),
        ("v5.0.5", False),
    ],
)
def test_versions_whose_service_is_gone_are_retired(version, gone):
    assert (version in cache.VERSIONS.retired) is gone
