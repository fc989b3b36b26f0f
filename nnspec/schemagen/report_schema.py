"""The schema of a report: a spec whose `report` section is there and complete."""

from __future__ import annotations

from typing import Any

from nnspec.schemagen.spec_schema import spec_schema

_COUNT = {"type": "integer", "minimum": 0, "maximum": 10**18}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_METRICS = {"type": "object", "additionalProperties": {"type": "number"}}


def report_schema() -> dict[str, Any]:
    """Make the JSON Schema of `report.yaml`."""
    schema = spec_schema(written=True)
    schema["title"] = "nnspec report"
    schema["required"] = [*schema["required"], "report"]
    schema["$defs"]["report"] = report_section()
    return schema


def report_section() -> dict[str, Any]:
    """Make the schema of the `report` section alone."""
    properties = {
        "status": {"description": "How training ended.", "enum": ["finished", "interrupted", "failed"]},
        "metrics": {
            "description": "By split: the loss and every metric, over all of its rows.",
            "type": "object",
            "additionalProperties": _METRICS,
        },
        "parameters": _counts("Numbers of weights.", "total", "trainable", "non_trainable"),
        "flops": {"description": "Floating-point operations of one forward pass, for one example.", **_COUNT},
        "training": _training(),
        "expectations": {
            "description": "The bounds of `expect` and what was reached.",
            "type": "array",
            "items": _expectation(),
        },
        "data": _data(),
        "state": _file("The file of what the training split taught, and its sha256."),
        "weights": _file("The file of the weights inside the run, and its sha256."),
        "lineage": {"description": "The run that this one repeats, and its bases.", "type": "object"},
        "findings": {
            "description": "What the run has to say about itself.",
            "type": "array",
            "items": {"type": "string"},
        },
        "environment": {"description": "Versions and devices.", "type": "object"},
        "resolved": {"description": "What each default and `auto` became.", "type": "object"},
    }
    return {
        "description": "Written by nnspec: the results of a run.",
        "type": "object",
        "properties": properties,
        "required": [
            "status",
            "metrics",
            "parameters",
            "flops",
            "training",
            "data",
            "state",
            "weights",
            "environment",
            "resolved",
        ],
        "additionalProperties": False,
    }


def _counts(about: str, *names: str) -> dict[str, Any]:
    return {
        "description": about,
        "type": "object",
        "properties": {name: {"description": f"The {name.replace('_', '-')} ones.", **_COUNT} for name in names},
        "required": list(names),
    }


def _file(about: str) -> dict[str, Any]:
    return {
        "description": about,
        "type": "object",
        "properties": {
            "file": {"description": "Relative to the report.", "type": "string"},
            "sha256": {"description": "Of the file.", **_SHA256},
        },
        "required": ["file", "sha256"],
    }


def _training() -> dict[str, Any]:
    return {
        "description": "How the training went.",
        "type": "object",
        "properties": {
            "epochs": {"description": "Epochs that were finished.", **_COUNT, "maximum": 10**9},
            "steps": {"description": "Optimizer steps.", **_COUNT, "maximum": 10**12},
            "best_epoch": {
                "description": "The epoch whose weights were kept, from 1.",
                "type": ["integer", "null"],
                "minimum": 1,
                "maximum": 10**9,
            },
            "seconds": {"description": "Wall time of the run.", "type": "number", "minimum": 0, "maximum": 1e12},
            "history": {
                "description": "Of each log the first, last, lowest and highest value; all are in history.jsonl.",
                "type": "object",
                "additionalProperties": _METRICS,
            },
        },
        "required": ["epochs", "steps", "seconds"],
    }


def _expectation() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "quantity": {"description": "What is bounded.", "type": "string"},
            "expected": {"description": "The bound in words.", "type": "string"},
            "value": {"description": "What was reached.", "type": ["number", "null"]},
            "holds": {"description": "Whether the bound holds.", "type": "boolean"},
        },
        "required": ["quantity", "expected", "value", "holds"],
    }


def _data() -> dict[str, Any]:
    return {
        "description": "What tells whether the data are still the same.",
        "type": "object",
        "properties": {
            "sha256": {"description": "Of the files together.", "type": "string"},
            "bytes": {"description": "Their size.", **_COUNT},
            "rows": {"description": "By split.", "type": "object", "additionalProperties": _COUNT},
            "dropped": {"description": "Rows left out for missing values.", **_COUNT},
        },
        "required": ["sha256", "bytes", "rows"],
    }
