"""The command line: one module for each verb, with its options and what it prints."""

from __future__ import annotations
