"""Data, inputs and outputs of a spec -> the functions that read a script's rows and split them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnspec.datasets.sequences import masks
from nnspec.interop.ejecting.columns import Columns
from nnspec.interop.ejecting.python import Code, invoke, write_statement
from nnspec.interop.ejecting.script import Function
from nnspec.interop.ejecting.sources import ScriptSource, write_reading
from nnspec.spec.data import Data, Split
from nnspec.spec.inputs import ArrayInput, CategoryInput, DateInput, ImageInput, Input, SequenceInput, TextInput
from nnspec.spec.outputs import Output
from nnspec.spec.spec import Spec

ROW_WEIGHT = "row_weight"
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
_FILTERS = {"bilinear": "BILINEAR", "nearest": "NEAREST", "bicubic": "BICUBIC", "area": "BOX"}


def write_rows(spec: Spec, data: Data, columns: Columns, *, sources: dict[str, ScriptSource]) -> tuple[Function, ...]:
    """Write `read_parts`, `read_table` and `make_rows`.

    Args:
        spec: of the network.
        data: of the spec.
        columns: that are read.
        sources: part -> where its rows are; the part is `source`, `train`, `validation` or `test`.
    """
    first = next(iter(sources.values()))
    reading = _read_table(data, columns, first)
    making = _make_rows(spec, data, columns, kind=first.kind)
    return _read_parts(spec, data, tuple(sources)), reading, making


def constant_of(part: str) -> str:
    """Name the constant that holds where a part's rows are."""
    return "DATA" if part == "source" else part.upper()


def _read_parts(spec: Spec, data: Data, parts: tuple[str, ...]) -> Function:
    if parts != ("source",):
        read = {part: Code(f"make_rows(read_table({constant_of(part)}))") for part in parts}
        body = write_statement("return ", read, indent=1)
        return Function(head="read_parts()", about="Read the rows of each part.", body=tuple(body))
    body = ["    table = read_table(DATA)", "    rows = make_rows(table)"]
    if data.split is None:
        about, body = "Read the rows; all of them train.", [*body, '    return {"train": rows}']
        return Function(head="read_parts()", about=about, body=tuple(body))
    body += write_statement("parts = ", _splitting(spec, data.split, default=data.default_split), indent=1)
    body += ["    return {name: take(rows, chosen) for name, chosen in parts.items() if len(chosen)}"]
    about = "Read the rows and choose which train, validate and test, as nnspec does."
    return Function(head="read_parts()", about=about, body=tuple(body))


def _splitting(spec: Spec, split: Split, *, default: bool) -> Any:
    shares = {"validation": split.validation, "test": split.test}
    seeded = {**shares, "seed": Code("SEED")}
    if default:
        stratifying = next((o.name for o in spec.outputs if _has_class(o) and not _copies(o, spec)), None)
        if stratifying is not None:
            return invoke("split_by_class", Code(f'rows["{stratifying}"]'), **seeded)
    if split.group is not None:
        return invoke("split_by_group", _column(split.group), **seeded)
    if split.time is not None:
        return invoke("split_by_time", invoke("times", _column(split.time)), **shares)
    if split.stratify is not None:
        return invoke("split_by_class", _column(split.stratify), **seeded)
    return invoke("split_randomly", Code(f'len(rows["{spec.inputs[0].name}"])'), **seeded)


def _read_table(data: Data, columns: Columns, source: ScriptSource) -> Function:
    reading = write_reading(source.kind, Code("file"), names=columns.names, numbers=columns.numbers)
    body = write_statement("table = ", reading, indent=1)
    head = "read_table(file)"
    if source.is_bundled:
        head = "read_table(bunch)"
        body = write_statement("table = ", invoke("read_bundled", Code("bunch"), columns=list(columns.names)), indent=1)
    if source.is_list:
        head = "read_table(files)"
        body = ["    tables = []", "    for file in files:"]
        body += write_statement("tables.append", (reading,), indent=2)
        body = [*body[:2], *_appended(reading), "    table = join_tables(tables)"]
    needed = [name for name in columns.names if name in columns.needed]
    keeping = invoke("keep_complete", Code("table"), needed=needed, drop=data.missing == "drop")
    body += write_statement("return ", keeping, indent=1) if needed else ["    return table"]
    about = "Read the columns that the network takes; a row without a value is "
    about += "left out." if data.missing == "drop" else "an error."
    return Function(head=head, about=about, body=tuple(body))


def _appended(reading: Any) -> list[str]:
    return [*write_statement("rows = ", reading, indent=2), "        tables.append(rows)"]


def _make_rows(spec: Spec, data: Data, columns: Columns, *, kind: str) -> Function:
    bound = columns.binding
    rows = {item.name: _input_values(item, bound.inputs[item.name], kind=kind) for item in spec.inputs}
    given = [output for output in spec.outputs if bound.outputs.get(output.name)]
    body = _aligning(spec, rows, {o.name: bound.outputs[o.name][0] for o in given if o.per_position})
    rows |= {output.name: _truth_values(output, bound.outputs[output.name]) for output in given}
    if data.weight is not None:
        rows[ROW_WEIGHT] = Code(f"numbers(table, [{_quoted(data.weight)}])[:, 0]")
    about = "Make the raw arrays of inputs and outputs."
    return Function(head="make_rows(table)", about=about, body=(*body, *write_statement("return ", rows, indent=1)))


def _aligning(spec: Spec, rows: dict[str, Any], truths: Mapping[str, str]) -> list[str]:
    """Write how the columns of truths per step are padded and cut like the first sequence, which `rows` then names."""
    item = next((item for item in spec.inputs if isinstance(item, SequenceInput)), None)
    if item is None or not truths:
        return []
    body = write_statement("steps = ", rows[item.name], indent=1)
    rows[item.name] = Code("steps")
    for column in truths.values():
        body += write_statement(f"table[{_quoted(column)}] = ", _aligned(column, item), indent=1)
    return body


def _input_values(item: Input, columns: tuple[str, ...], *, kind: str) -> Any:
    if isinstance(item, CategoryInput):
        options = {"fill": item.fill} if item.fill is not None else {}
        return invoke("categories", _column(columns[0]), **options, **({"as_text": True} if _is_text(item) else {}))
    if isinstance(item, ImageInput):
        return _pictures(item, columns[0]) if kind == "images" else invoke("pictures", _column(columns[0]))
    if isinstance(item, DateInput):
        return invoke("dates", _column(columns[0]))
    if isinstance(item, TextInput):
        return invoke("read_texts", _column(columns[0]), **({} if item.fill is None else {"fill": item.fill}))
    if isinstance(item, SequenceInput):
        return invoke("sequences", Code("table"), list(columns), **_padding(item))
    if isinstance(item, ArrayInput):
        if len(columns) == 1:
            return Code(f'{_column(columns[0]).text}.astype("{item.dtype}")')
        return invoke("numbers", Code("table"), list(columns), **_dtype(item.dtype))
    return invoke("numbers", Code("table"), list(columns))


def _pictures(item: ImageInput, column: str) -> Any:
    fit = "fit" if item.crop_to_aspect_ratio else "pad" if item.pad_to_aspect_ratio else "resize"
    return invoke(
        "open_pictures",
        _column(column),
        mode=_MODES.get(item.channels or 0),
        size=None if item.size is None else (item.size[1], item.size[0]),
        resample=Code(f"Image.Resampling.{_FILTERS.get(item.interpolation, 'LANCZOS')}"),
        fit=fit,
    )


def _truth_values(output: Output, columns: tuple[str, ...]) -> Any:
    if output.per_position:
        return _truth_by_position(output, columns)
    if output.type == "array" and len(columns) == 1:
        return Code(f'{_column(columns[0]).text}.astype("float64")')
    if output.type in ("category", "binary") and len(columns) == 1:
        return invoke("categories", _column(columns[0]))
    return invoke("numbers", Code("table"), list(columns), dtype="float64")


def _truth_by_position(output: Output, columns: tuple[str, ...]) -> Any:
    if output.type != "number" and output.labels != "onehot":
        return invoke("categories_by_position", _column(columns[0]))
    vectors = output.labels == "onehot" or (output.units or 1) > 1
    return invoke("numbers_by_position", Code("table"), list(columns), **({"vectors": True} if vectors else {}))


def _padding(item: SequenceInput) -> dict[str, Any]:
    """List what differs from the defaults in how sequences are padded."""
    vectors = item.dtype.startswith("float") or item.shape == (1,)
    options: dict[str, Any] = {} if item.length is None else {"length": item.length}
    options |= _dtype(item.dtype) | ({} if vectors else {"vectors": False}) | _sides(item)
    return options if item.padding_value == 0 else {**options, "padding_value": item.padding_value}


def _sides(item: SequenceInput) -> dict[str, str]:
    return {name: "pre" for name in ("padding", "truncating") if getattr(item, name) == "pre"}


def _aligned(column: str, item: SequenceInput) -> Any:
    padding_value = item.padding_value if masks(item) else None
    return invoke("aligned", _column(column), Code("steps"), padding_value, **_sides(item))


def _has_class(output: Output) -> bool:
    return output.type in ("category", "binary") and not output.per_position


def _is_text(item: CategoryInput) -> bool:
    given = (item.fill,) if item.vocabulary is None else item.vocabulary
    return any(isinstance(value, str) and not value.lstrip("-").isdigit() for value in given)


def _copies(output: Output, spec: Spec) -> bool:
    return output.target in {item.name for item in spec.inputs}


def _dtype(dtype: str) -> dict[str, str]:
    return {} if dtype == "float32" else {"dtype": dtype}


def _column(name: str) -> Code:
    return Code(f"table[{_quoted(name)}]")


def _quoted(name: str) -> str:
    return write_statement("", name)[0]
