"""What was measured of applications -> RESULTS.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

TEN = (
    *("ResNet50", "ResNet152V2", "DenseNet201", "ConvNeXtBase", "MobileNetV2"),
    *("EfficientNetB0", "EfficientNetV2L", "InceptionV3", "Xception", "VGG16"),
)
N_APPLICATIONS = 40
LARGEST_DIFFERENCE = 1e-5
SMALLEST_SPREAD = 1e-3

_ABOUT = """# Importing Keras' applications

`python benchmarks/import/run.py --all --same` measures all 40; this page holds what was measured so far.

Lines of the spec, as `nnspec import keras:NAME` writes it, beside lines of the model's config with an indentation
of 2. The first table is of ten applications, the second of all that were measured."""
_HOW = """The original, with random weights and without its softmax, is imported with its weights; what `build` makes of
the spec loads them and gets the same two random pictures of the application's usual size. `same`: as many parameters,
and outputs that differ by at most 1e-5 of the largest of them; the figure is that difference, and `spread` is how far
the outputs for the two pictures lie apart, by the same measure. `+ n` parameters are the mean, the variance and the
count of a `Normalization`, which are weights in Keras and arguments in a spec. Seconds are CPU seconds of the import
alone, building the application included."""


def write_results(measured: Iterable[Mapping[str, Any]]) -> str:
    """Write the page.

    Args:
        measured: what `measure.py` printed; what comes later replaces what came before of the same application.
    """
    found: dict[str, dict[str, Any]] = {}
    for each in measured:
        found.setdefault(each["name"], {}).update(each)
    ten = [_short_row(found[name]) for name in TEN if name in found]
    rows = [_row(found[name]) for name in sorted(found)]
    n_same = sum(_verdict(each) == "same" for each in found.values())
    return "\n".join(
        [
            *(_ABOUT, "", "| application | lines of YAML | lines of JSON |", "|---|--:|--:|", *ten, ""),
            *(f"{len(found)} of {N_APPLICATIONS} were measured; {n_same} are the same network.", "", _HOW, ""),
            "| application | lines | import s | parameters | network | difference | spread |",
            *("|---|--:|--:|--:|---|--:|--:|", *rows, ""),
        ]
    )


def _short_row(found: Mapping[str, Any]) -> str:
    return f"| {found['name']} | {found.get('yaml_lines', '-')} | {found.get('json_lines', '-')} |"


def _row(found: Mapping[str, Any]) -> str:
    seen = (found.get("yaml_lines", "-"), found.get("import_s", "-"), _parameters(found), _verdict(found))
    figures = (f"{found[name]:.1e}" if name in found else "-" for name in ("difference", "spread"))
    return f"| {found['name']} | {' | '.join(map(str, (*seen, *figures)))} |"


def _parameters(found: Mapping[str, Any]) -> str:
    if "parameters" not in found:
        return "-"
    statistics = f" + {found['statistics']}" if found["statistics"] else ""
    return f"{found['parameters'] - found['statistics']}{statistics}"


def _verdict(found: Mapping[str, Any]) -> str:
    if "failure" in found:
        return f"failed: {found['failure']}"
    if "parameters" not in found:
        return "not compared"
    expected = found["parameters"] - found["statistics"]
    if found["spec_parameters"] != expected:
        return f"{found['spec_parameters']} parameters"
    if not found["spread"] >= SMALLEST_SPREAD:
        return "outputs tell nothing"
    return "same" if found["difference"] <= LARGEST_DIFFERENCE else "outputs differ"
