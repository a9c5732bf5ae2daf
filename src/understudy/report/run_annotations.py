"""Owns the annotations of a run as rows: where, and what; not those of diagnostics."""

from __future__ import annotations

from typing import List, Sequence

from understudy.model.result import Annotation, LegResult
from understudy.report.run_output import NOTHING_NEW


def of_level(leg: LegResult, *levels: str) -> List[Annotation]:
    """Return the annotations of a leg that have a level and something to say."""
    return [
        found
        for found in dict.fromkeys(leg.annotations)
        if found.level in levels and not NOTHING_NEW.fullmatch(found.message.strip())
    ]


def place(annotation: Annotation) -> str:
    """Return where an annotation is: `tests/test_cli.py:88`, or nothing."""
    if annotation.file and annotation.line:
        return f"{annotation.file}:{annotation.line}"
    return annotation.file


def words(annotation: Annotation) -> List[str]:
    """Return the lines of an annotation that are not empty, its title in front."""
    text = annotation.message
    if annotation.title:
        text = f"{annotation.title}: {text}"
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def sentences(annotations: Sequence[Annotation]) -> List[str]:
    """Return annotations as lines of text, the place in front of the first of each."""
    found: List[str] = []
    for annotation in annotations:
        first, *others = words(annotation) or [""]
        where = place(annotation)
        found.append(f"{where}: {first}" if where else first)
        found.extend(others)
    return found
