"""The editor's view of `on` knows every event; the server's looks at calls alone."""

from __future__ import annotations

import pytest

from understudy.dialects.github.listening_keys import (
    ACTIVITIES,
    EVENTS,
    FILTERS,
    ON_LENIENT,
    ON_STRICT,
)


def test_every_event_is_a_word_a_list_item_and_a_key() -> None:
    assert len(EVENTS) == 37
    for event in EVENTS:
        assert ON_STRICT.accepts(event)
        assert ON_STRICT.items is not None and ON_STRICT.items.accepts(event)
        assert event in ON_STRICT.keys


@pytest.mark.parametrize(
    ("event", "keys"),
    [
        pytest.param(
            "push",
            "branches branches-ignore tags tags-ignore paths paths-ignore",
            id="a push has tags and no types",
        ),
        pytest.param(
            "pull_request",
            "types branches branches-ignore paths paths-ignore",
            id="a pull request has types and no tags",
        ),
        pytest.param(
            "workflow_run",
            "types workflows branches branches-ignore",
            id="a run is of workflows",
        ),
        pytest.param("release", "types", id="a release has types only"),
        pytest.param("fork", "", id="a fork has nothing to say"),
    ],
)
def test_an_event_has_its_own_filters(event: str, keys: str) -> None:
    assert set(EVENTS[event].keys) == set(keys.split())


def test_activity_types_are_the_event_s_own() -> None:
    types = EVENTS["pull_request"].keys["types"].definition

    assert types.accepts("synchronize")
    assert not types.accepts("published")
    assert types.items is not None and types.items.accepts("opened")
    assert set(FILTERS) - {"push"} <= set(ACTIVITIES)


def test_the_server_takes_any_event_but_reads_calls() -> None:
    assert ON_LENIENT.accepts("no_such_event")
    assert set(ON_LENIENT.keys) == {"workflow_call"}
    assert ON_LENIENT.loose is not None and ON_LENIENT.loose[1].anything
