"""The nouns of every layer above: pipelines, events, plans and results; frozen, and without behaviour of their own."""

from __future__ import annotations
