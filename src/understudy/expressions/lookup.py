"""Takes values out of arrays and objects: by key, by position, by `*`."""

from __future__ import annotations

import math
import typing
from collections.abc import Mapping

from understudy.expressions.coerce import is_primitive, to_number, to_string, upper
from understudy.expressions.memory import POINTER_SIZE, Counter
from understudy.expressions.value import CaseSensitive, Unknown

_MISSING = object()


class Filtered(typing.List[object]):
    """What `*` gives: an index on it is an index on each of its elements."""


def find(mapping: Mapping[str, object], key: str, default: object = None) -> object:
    """Return the value under a key, whose case matters only in `CaseSensitive`."""
    if key in mapping:
        return mapping[key]
    if not isinstance(mapping, CaseSensitive):
        wanted = upper(key)
        for name, value in mapping.items():
            if upper(to_string(name)) == wanted:
                return value
    return default


def take(value: object, key: object, counter: Counter) -> object:
    """Return `value[key]`; null where there is none (Index.cs)."""
    if isinstance(value, Filtered):
        found = Filtered()
        for element in value:
            if isinstance(element, Unknown):
                return Unknown(element.reason)
            item = _take(element, key)
            if item is not _MISSING:
                counter.add(POINTER_SIZE)
                found.append(item)
        return found
    item = _take(value, key)
    return None if item is _MISSING else item


def take_all(value: object, counter: Counter) -> Filtered | Unknown:
    """Return `value.*`; empty where there is nothing to take."""
    found = Filtered()
    for container in value if isinstance(value, Filtered) else [value]:
        if isinstance(container, Unknown):
            return Unknown(container.reason)
        items: typing.Iterable[object] = ()
        if isinstance(container, Mapping):
            items = container.values()
        elif isinstance(container, (list, tuple)):
            items = container
        for item in items:
            counter.add(POINTER_SIZE)
            found.append(item)
    return found


def _take(value: object, key: object) -> object:
    if isinstance(value, Mapping):
        return find(value, to_string(key), _MISSING) if is_primitive(key) else _MISSING
    if isinstance(value, (list, tuple)):
        position = to_number(key)
        # A NaN is in no range.
        if 0 <= position < len(value):
            return value[math.floor(position)]
    return _MISSING
