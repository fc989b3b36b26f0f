"""The caps that a file must respect, so that no input can exhaust time, memory or the stack."""

from __future__ import annotations

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_ALIAS_NODES = 10_000
MAX_DIGITS = 4300
MAX_FINDINGS = 500
