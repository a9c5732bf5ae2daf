"""Owns where YAML events come from: libyaml if PyYAML has it, else its own parser."""

from __future__ import annotations

from typing import Callable, Iterator, Optional, Protocol, Tuple, cast

import yaml


class Mark(Protocol):
    """A place as the parsers count it, from 0."""

    index: int
    line: int
    column: int


class Event(Protocol):
    """What the parsers yield; which attributes there are depends on the class."""

    start_mark: Mark
    end_mark: Mark
    anchor: Optional[str]
    tag: Optional[str]
    value: str
    style: Optional[str]
    flow_style: Optional[bool]
    version: Optional[Tuple[int, int]]


Events = Callable[[str], Iterator[Event]]


def pure_events(text: str) -> Iterator[Event]:
    """Yield the events of a text, read in Python."""
    from understudy.text.pure_parser import PureParser

    return cast("Iterator[Event]", iter(PureParser(text).get_event, None))


def fast_events(text: str) -> Iterator[Event]:
    """Yield the events of a text, read by libyaml."""
    from yaml._yaml import CParser

    return cast("Iterator[Event]", iter(CParser(text).get_event, None))


best_events: Events = fast_events if yaml.__with_libyaml__ else pure_events
