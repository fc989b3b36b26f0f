"""A report's plain data -> lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def format_report(document: Mapping[str, Any]) -> str:
    """Write a report as text.

    Args:
        document: the plain data of a `report.yaml`.
    """
    report = document["report"]
    return "\n".join([*_head(document, report), *_metrics(report), *_bounds(report), *_facts(report)])


def _head(document: Mapping[str, Any], report: Mapping[str, Any]) -> Iterator[str]:
    training = report["training"]
    best = training.get("best_epoch")
    kept = "" if best is None else f", the weights of epoch {best} kept"
    yield f"{document.get('name', 'run')}: {report['status']} after {training['epochs']} epochs{kept}"
    if "description" in document:
        yield f"  {document['description']}"


def _metrics(report: Mapping[str, Any]) -> Iterator[str]:
    metrics: Mapping[str, Mapping[str, float]] = report.get("metrics", {})
    names = list(dict.fromkeys(name for values in metrics.values() for name in values))
    width = max((len(name) for name in names), default=0)
    yield ""
    yield f"  {'':{width}}" + "".join(f"  {split:>12}" for split in metrics)
    for name in names:
        yield f"  {name:{width}}" + "".join(f"  {_number(values.get(name)):>12}" for values in metrics.values())


def _bounds(report: Mapping[str, Any]) -> Iterator[str]:
    for item in report.get("expectations", ()):
        verdict = "holds" if item["holds"] else "DOES NOT HOLD"
        yield ""
        reached = _number(item.get("value")) or "not measured"
        yield f"  expected {item['quantity']} {item['expected']}: {reached}, {verdict}"


def _facts(report: Mapping[str, Any]) -> Iterator[str]:
    parameters, data, training = report["parameters"], report.get("data", {}), report["training"]
    rows = ", ".join(f"{count:,} {split}" for split, count in data.get("rows", {}).items())
    environment = report.get("environment", {})
    yield ""
    yield f"  parameters  {parameters['total']:,} ({parameters['trainable']:,} trainable)"
    yield f"  FLOPs       {report['flops']:,} forward, per example"
    yield f"  rows        {rows}"
    yield f"  time        {training['seconds']:.1f} s, {training['steps']:,} steps"
    yield f"  ran on      {environment.get('devices', '?')}, Keras {environment.get('keras', '?')}"
    for note in report.get("findings", ()):
        yield f"  note        {note}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}" if abs(value) < 1e5 else f"{value:.3e}"
