"""Owns how a matrix becomes combinations, and what they are called; not the legs.

The behaviour is that of MatrixBuilder.cs, JobNameBuilder.cs and the strategy part of
WorkflowTemplateConverter.cs; the messages are GitHub's.
"""

from __future__ import annotations

import math
from typing import Dict, Iterator, List, Mapping, Tuple

from understudy.expressions import loose_equal, to_number, to_string
from understudy.model.value import Value
from understudy.records import dataclass

LIMIT = 256
NAME_LIMIT = 100


@dataclass(frozen=True)
class Combination:
    """One combination: the `matrix` context, and the texts that name it."""

    values: Mapping[str, Value]
    segments: Tuple[str, ...]


@dataclass(frozen=True)
class Expansion:
    """All combinations of a matrix in order; with errors there are none."""

    combinations: Tuple[Combination, ...] = ()
    errors: Tuple[str, ...] = ()


@dataclass(frozen=True)
class _Inclusion:
    """One item of `include`: keys that are vectors filter, the others are added."""

    filter: Dict[str, Value]
    extra: Dict[str, Value]


def expand(matrix: object, job: str) -> Expansion:
    """Return every combination of an evaluated matrix.

    Args:
        matrix: the value of `matrix`, free of holes.
        job: the id of the job, for the message about too many combinations.
    """
    if not isinstance(matrix, dict):
        return Expansion(errors=("A mapping was expected",))
    errors: List[str] = []
    vectors = _vectors(matrix, errors)
    if not matrix.get("include") and not matrix.keys() - {"include", "exclude"}:
        errors.append("Matrix must define at least one vector")
    included = _inclusions(matrix.get("include"), vectors, errors)
    excluded = _exclusions(matrix.get("exclude"), vectors, errors)
    if errors:
        return Expansion(errors=tuple(errors))
    # Counted before anything is built: ten vectors of ten values would be 10 GB.
    product = math.prod(len(vector) for vector in vectors.values()) if vectors else 0
    if product > LIMIT and not excluded or product > LIMIT**2:
        return Expansion(errors=(_too_many(job),))
    combinations = tuple(_combinations(product, vectors, excluded, included))
    if len(combinations) > LIMIT:
        return Expansion(errors=(_too_many(job),))
    return Expansion(combinations)


def display_name(job: str, segments: Tuple[str, ...]) -> str:
    """Return the name of a leg: `job (v1, v2)`, 100 characters at most."""
    name = f"{job} ({', '.join(segments)})" if segments else job
    return name if len(name) <= NAME_LIMIT else name[: NAME_LIMIT - 3] + "..."


def _vectors(matrix: Mapping[str, Value], errors: List[str]) -> Dict[str, List[Value]]:
    vectors: Dict[str, List[Value]] = {}
    for key, vector in matrix.items():
        if key in ("include", "exclude"):
            continue
        if not isinstance(vector, list):
            errors.append("A sequence was expected")
        elif not vector:
            errors.append(f"Matrix vector '{key}' does not contain any values")
        else:
            vectors[key] = vector
    return vectors


def _exclusions(
    exclude: Value, vectors: Mapping[str, List[Value]], errors: List[str]
) -> List[Dict[str, Value]]:
    filters: List[Dict[str, Value]] = []
    for item in _items(exclude, errors):
        if not item:
            errors.append("Matrix exclude filter must not be empty")
        for key in item:
            if _key(vectors, key) is None:
                errors.append(
                    f"Matrix exclude key '{key}' does not match any key "
                    "within the matrix"
                )
        filters.append(item)
    return filters


def _inclusions(
    include: Value, vectors: Mapping[str, List[Value]], errors: List[str]
) -> List[_Inclusion]:
    inclusions: List[_Inclusion] = []
    for item in _items(include, errors):
        if not item:
            errors.append("Matrix include mapping does not contain any values")
        filtering = {k: v for k, v in item.items() if _key(vectors, k) is not None}
        extra = {k: v for k, v in item.items() if _key(vectors, k) is None}
        inclusions.append(_Inclusion(filtering, extra))
    return inclusions


def _items(sequence: Value, errors: List[str]) -> List[Dict[str, Value]]:
    if sequence is None:
        return []
    if not isinstance(sequence, list):
        errors.append("A sequence was expected")
        return []
    errors.extend(
        "A mapping was expected" for item in sequence if not isinstance(item, dict)
    )
    return [item for item in sequence if isinstance(item, dict)]


def _combinations(
    product: int,
    vectors: Mapping[str, List[Value]],
    excluded: List[Dict[str, Value]],
    included: List[_Inclusion],
) -> Iterator[Combination]:
    matched = [False] * len(included)
    for number in range(product):
        original: Dict[str, Value] = {}
        block = product
        for key, vector in vectors.items():
            block //= len(vector)
            original[key] = vector[number // block % len(vector)]
        if any(_matches(original, filter) for filter in excluded):
            continue
        values = dict(original)
        for index, item in enumerate(included):
            # Filters see the original values only, never what another item added.
            if _matches(original, item.filter):
                matched[index] = True
                _update(values, item.extra)
        yield Combination(values, tuple(_segments(original)))
    for item, used in zip(included, matched):
        if not used:
            values = {**item.filter, **item.extra}
            yield Combination(values, tuple(_segments(values)))


def _matches(value: Value, filter: Value) -> bool:
    """Tell whether every leaf of a filter equals, loosely, the value at its place."""
    if isinstance(filter, dict):
        return all(_matches(_at(value, key), leaf) for key, leaf in filter.items())
    if isinstance(filter, list):
        return all(_matches(_at(value, i), leaf) for i, leaf in enumerate(filter))
    return loose_equal(value, filter)


def _at(value: Value, index: object) -> Value:
    """Return what an expression's index finds: keys in any case, else null."""
    if isinstance(value, dict):
        key = _key(value, to_string(index))
        return None if key is None else value[key]
    if isinstance(value, list):
        number = to_number(index)
        # Also false for NaN, which a key that is no number turns into.
        if 0 <= number < len(value):
            return value[int(number)]
    return None


def _key(mapping: Mapping[str, object], name: str) -> str | None:
    if name in mapping:
        return name
    return next((key for key in mapping if key.upper() == name.upper()), None)


def _update(values: Dict[str, Value], extra: Mapping[str, Value]) -> None:
    for key, value in extra.items():
        values[_key(values, key) or key] = value


def _segments(value: Value) -> Iterator[str]:
    """Yield the non-empty scalar leaves as text, depth first."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _segments(item)
    elif isinstance(value, list):
        for item in value:
            yield from _segments(item)
    elif to_string(value):
        yield to_string(value)


def _too_many(job: str) -> str:
    return f"Strategy expansion exceeded {LIMIT} results for job '{job}'"
