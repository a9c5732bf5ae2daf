"""Text with positions: sources, YAML, diagnostics. Knows nothing of pipelines."""

from __future__ import annotations
