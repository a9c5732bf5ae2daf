"""Owns which schedules GitHub accepts; when they come is for triggers to say."""

from __future__ import annotations

import math
import re
from typing import Mapping, NamedTuple

from understudy.expressions import to_number

INVALID = (
    "Invalid cron expression. "
    "Expected format: '* * * * *' (minute hour day month weekday)"
)
HELP = "write five fields: minute, hour, day, month, weekday from 0 (Sunday) to 6"


class _Field(NamedTuple):
    least: int
    most: int
    names: Mapping[str, int] = {}


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "sun mon tue wed thu fri sat".split()
_FIELDS = (
    _Field(0, 59),
    _Field(0, 23),
    _Field(1, 31),
    _Field(1, 12, {name: index for index, name in enumerate(_MONTHS, 1)}),
    _Field(0, 6, {name: index for index, name in enumerate(_DAYS)}),
)


def is_valid(cron: str) -> bool:
    """Tell whether GitHub's editor accepts a schedule (`cron.ts`)."""
    parts = re.split(" +", cron)
    return len(parts) == len(_FIELDS) and all(map(_is_part, parts, _FIELDS))


def _is_part(part: str, field: _Field) -> bool:
    """part: item ("," item)*"""
    return all(item != "" and _is_item(item, field) for item in part.split(","))


def _is_item(item: str, field: _Field) -> bool:
    """item: range ["/" number]"""
    start, slash, step = item.partition("/")
    if not slash:
        return _is_range(start, field)
    return (
        start != ""
        and _is_value(step, field)
        and _number(step, field) > 0
        and (_is_range(start, field))
    )


def _is_range(text: str, field: _Field) -> bool:
    """range: "*" | value ["-" value]"""
    first, dash, last = text.partition("-")
    if text == "*" or not dash:
        return text == "*" or _is_value(first, field)
    return (
        _is_value(first, field)
        and _is_value(last, field)
        and _number(last, field) >= _number(first, field)
    )


def _is_value(text: str, field: _Field) -> bool:
    """value: name | number"""
    if text.lower() in field.names:
        return True
    return text != "" and field.least <= _number(text, field) <= field.most


def _number(text: str, field: _Field) -> float:
    found = field.names.get(text.lower())
    if found is not None:
        return found
    number = to_number(text)
    return number if math.isfinite(number) else -1
