"""Two specs with their graphs -> all differences in meaning, and the figures of two runs side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nnspec.comparing.brevity import without_defaults
from nnspec.comparing.change import Change, find_changes
from nnspec.comparing.layers import compare_layers
from nnspec.graph.graph import Graph
from nnspec.records import record, replace
from nnspec.references.reference import parse_reference
from nnspec.spec.fill import fill_defaults
from nnspec.spec.keys import keys_of
from nnspec.spec.spec import Spec

_PATHS = ("source", "train", "validation", "test", "weights")
_WORDS = ("imagenet", "none")
_FILES = ("file", "run")
_NAMED = ("inputs", "bases", "outputs")
# What the graph says better, with names and layers that a spec leaves open.
_OF_GRAPH = ("from", "layers")


@record
class Figure:
    """One figure of two runs.

    Args:
        name: such as `test.accuracy`.
        before: of the first run; None where it has none.
        after: of the second.
    """

    name: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """The second minus the first."""
        return None if self.before is None or self.after is None else self.after - self.before


@record
class Comparison:
    """What two specs, or two runs, differ in.

    Args:
        changes: of the specs' meaning, in the language's order.
        figures: of the runs: parameters, metrics by split, seconds; empty where one of the two is no run.
    """

    changes: tuple[Change, ...]
    figures: tuple[Figure, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether both mean the same and came to the same; the time that a run took does not count."""
        return not self.changes and all(item.before == item.after for item in self.figures if item.name != "seconds")


def compare(
    before: Spec, after: Spec, *, before_graph: Graph, after_graph: Graph, before_folder: Path | None = None
) -> Comparison:
    """Compare two specs, and their reports where both have one.

    Args:
        before: the first spec.
        after: the second.
        before_graph: lowered from the first.
        after_graph: lowered from the second.
        before_folder: what the first's relative paths start from, where it was read from elsewhere.
    """
    layers = tuple(compare_layers(before_graph, after_graph))
    found = _compare_sections(_sections(before, before_folder or before.folder), _sections(after, after.folder), layers)
    changes = tuple(_as_written(change, before.document.data, after.document.data) for change in found)
    figures = _compare_reports(before.report, after.report) if before.report and after.report else ()
    return Comparison(changes, tuple(figures))


def _compare_sections(
    before: Mapping[str, Any], after: Mapping[str, Any], layers: tuple[Change, ...]
) -> Iterator[Change]:
    for section in (key.name for key in keys_of(Spec)):
        if section == "hidden":
            yield from layers
        elif section not in after and section in before:
            yield Change(kind="removed", section=section, place="", before=before[section])
        elif section not in before and section in after:
            yield Change(kind="added", section=section, place="", after=after[section])
        else:
            yield from find_changes(before.get(section), after.get(section), section=section)


def _as_written(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """Show a whole input, base or output that only one spec has as it is written there, and calls without defaults."""
    if change.section not in _NAMED or change.kind == "changed" or "." in change.place:
        return replace(change, before=without_defaults(change.before), after=without_defaults(change.after))
    if change.kind == "added":
        return replace(change, after=after[change.section][change.place])
    return replace(change, before=before[change.section][change.place])


def _sections(spec: Spec, folder: Path) -> dict[str, Any]:
    """Give a spec with every default and paths from the current folder; without a name, which may be its file's."""
    filled = fill_defaults(spec)
    filled.pop("name")
    if "data" in filled:
        filled["data"] = _located(filled["data"], folder)
    if "bases" in filled:
        filled["bases"] = {name: _located(base, folder) for name, base in filled["bases"].items()}
    filled["outputs"] = {
        name: {key: value for key, value in output.items() if key not in _OF_GRAPH}
        for name, output in filled["outputs"].items()
    }
    return filled


def _located(section: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    return {key: _locate(value, folder) if key in _PATHS else value for key, value in section.items()}


def _locate(text: str, folder: Path) -> str:
    if text in _WORDS:
        return text
    reference = parse_reference(text)
    if reference.scheme not in _FILES:
        return text
    path = Path(os.path.relpath((folder / reference.name).resolve())).as_posix()
    return path if reference.scheme == "file" else f"{reference.scheme}:{path}"


def _compare_reports(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Figure]:
    old, new = _figures(before), _figures(after)
    return (Figure(name, old.get(name), new.get(name)) for name in {**old, **new})


def _figures(report: Mapping[str, Any]) -> dict[str, float]:
    metrics = {
        f"{split}.{name}": value
        for split, values in report.get("metrics", {}).items()
        for name, value in values.items()
    }
    training = report.get("training", {})
    counts = {f"parameters.{name}": value for name, value in report.get("parameters", {}).items()}
    return {**counts, **metrics, **{name: training[name] for name in ("epochs", "seconds") if name in training}}
