"""Owns the type of a value in a pipeline, once it is no longer text."""

from __future__ import annotations

from typing import Dict, List, Union

Value = Union[None, bool, float, str, List["Value"], Dict[str, "Value"]]
