"""`load_splits` and `load_rows`: penguins, missing values, bad rows, splits as the spec says."""

import pathlib

import numpy as np
import pytest

from nnspec.datasets.fitting import fit_state
from nnspec.datasets.loading import load_rows, load_splits
from nnspec.errors import SpecError
from nnspec.references.hashing import sha256_of
from nnspec.references.project import project_paths

PENGUINS = pathlib.Path(__file__).parents[2] / "examples" / "penguins" / "penguins.csv"
BODY = {"body": {"columns": ("bill_*", "flipper_length_mm", "body_mass_g")}, "island": {"type": "category"}}
SPECIES = {"species": {"type": "category"}}
V = {"v": {}}
LABEL = {"label": {"type": "category"}}


@pytest.fixture
def penguins(spec_of):
    def load(inputs=BODY, outputs=SPECIES, seed=0, **data):
        spec = spec_of({"source": PENGUINS.name, "missing": "drop", **data}, inputs, outputs, seed=seed)
        return spec, load_splits(spec, paths=project_paths(PENGUINS.parent))

    return load


@pytest.fixture
def load_text(tmp_path, paths, spec_of):
    def load(text, inputs=V, outputs=LABEL, *, name="d.csv", **data):
        (tmp_path / name).write_text(text)
        spec = spec_of({"source": name, "split": "none", **data}, inputs, outputs)
        return load_splits(spec, paths=paths)

    return load


def findings(call):
    with pytest.raises(SpecError) as caught:
        call()
    return caught.value.diagnostics.items


def test_penguins_default_split_is_stratified(penguins):
    _, splits = penguins()
    assert [len(part) for part in (splits.train, splits.validation, splits.test)] == [240, 51, 51]
    shares = [np.mean(part.targets["species"] == "Adelie") for part in (splits.train, splits.validation, splits.test)]
    np.testing.assert_allclose(shares, 151 / 342, atol=0.01)


def test_penguins_source_is_recorded(penguins):
    _, splits = penguins()
    source = splits.source
    assert (source.rows, source.dropped, source.sha256) == (344, 2, sha256_of(PENGUINS))
    assert (source.files, source.references) == ((PENGUINS.resolve(),), {"source": "penguins.csv"})


def test_penguins_numbers_are_places_in_the_file(penguins):
    _, splits = penguins()
    numbers = np.concatenate([part.numbers for part in (splits.train, splits.validation, splits.test)])
    assert sorted({*range(344)} - {*numbers.tolist()}) == [3, 271]


def test_penguins_missing_error_names_columns_lines_and_cures(penguins):
    (finding,) = findings(lambda: penguins(missing="error"))
    assert (finding.code, finding.path) == ("NN652", ("data",))
    assert "`bill_length_mm` 2 (line 5, line 273)" in finding.message
    assert "`missing: drop` keeps 342 of 344 rows" in finding.hint


def test_penguins_fill_keeps_rows_as_nan(penguins):
    inputs = {"body": {**BODY["body"], "fill": "median"}}
    _, splits = penguins(inputs, missing="error", split="none")
    assert len(splits.train) == 344
    assert np.isnan(splits.train.inputs["body"]).any(axis=1).sum() == 2


def test_penguins_category_fill_replaces(penguins):
    inputs = {"sex": {"type": "category", "fill": "unknown"}}
    spec, splits = penguins(inputs, missing="error", split="none")
    assert set(splits.train.inputs["sex"]) == {"female", "male", "unknown"}
    assert fit_state(spec, splits.train).inputs["sex"].fill == ("unknown",)


def test_penguins_split_by_time_tests_the_last_year(penguins):
    inputs = {"mass": {"columns": ("body_mass_g",)}, "year": {}}
    _, splits = penguins(inputs, split={"test": 0.2, "validation": 0.1, "time": "year"})
    years = [part.inputs["year"] for part in (splits.train, splits.validation, splits.test)]
    assert years[0].max() <= years[1].min()
    assert set(years[2].ravel()) == {2009}


def test_penguins_split_by_group_never_crosses(penguins):
    _, splits = penguins(split={"test": 0.3, "group": "island"})
    assert splits.validation is None
    assert not set(splits.train.inputs["island"]) & set(splits.test.inputs["island"])


def test_penguins_other_seed_is_another_split(penguins):
    one, other = (penguins(seed=seed)[1].test.numbers.tolist() for seed in (0, 1))
    assert one != other


def test_unknown_column_is_nn650_before_reading(penguins):
    (finding,) = findings(lambda: penguins({"x": {"columns": ("bill_len",)}}))
    assert finding.code == "NN650"


@pytest.mark.parametrize("text", ["", "NA", "NaN", '""', "nan"])
def test_missing_texts_are_missing(load_text, text):
    rows = load_text(f"v,label\n1,a\n{text},b\n", missing="drop").train
    assert rows.numbers.tolist() == [0]


@pytest.mark.parametrize("text", ["abc", "1 2", "-", "N/A", "null", "1_000", "0x10", "?"])
def test_garbage_in_numbers_is_nn651(load_text, text):
    (finding,) = findings(lambda: load_text(f"v,label\n1,a\n{text},b\n", missing="drop"))
    assert finding.message == f"`d.csv` line 3: `{text}` in column `v` is not a number"
    assert (finding.code, finding.received, finding.path) == ("NN651", text, ("data", "source"))


def test_decimal_comma_has_a_hint(load_text):
    (finding,) = findings(lambda: load_text('v,label\n"1,5",a\n'))
    assert finding.hint == "write decimals with a point"


@pytest.mark.parametrize("row", ["1", "1,a,b"])
def test_wrong_field_count_is_nn651_with_line(load_text, row):
    (finding,) = findings(lambda: load_text(f"v,label\n1,a\n\n{row}\n2,b\n"))
    assert finding.code == "NN651"
    assert finding.message.startswith("`d.csv` line 4: ")


def test_bad_row_line_counts_quoted_line_breaks(load_text):
    (finding,) = findings(lambda: load_text('v,label\n1,"a\nb"\nx,c\n'))
    assert "line 4" in finding.message


def test_many_bad_rows_are_counted(load_text):
    found = findings(lambda: load_text("v,label\n" + "x,a\n" * 9))
    assert len(found) == 6
    assert "4 more rows" in str(found[0]) + str(found[-1])


@pytest.mark.parametrize("text", ["inf", "1e39", "1e400"])
def test_number_outside_float32_is_nn651(load_text, text):
    (finding,) = findings(lambda: load_text(f"v,label\n1,a\n{text},b\n"))
    assert (finding.code, "line 3" in finding.message) == ("NN651", True)


def test_text_outside_utf8_is_nn654(tmp_path, load_text, spec_of, paths):
    (tmp_path / "d.csv").write_bytes(b"v,label\n1,\xff\n")
    spec = spec_of({"source": "d.csv", "split": "none"}, V, LABEL)
    assert findings(lambda: load_splits(spec, paths=paths))[0].code == "NN654"


def test_spaces_around_numbers_are_accepted(load_text):
    assert load_text("v,label\n 1.5 ,a\n").train.inputs["v"].tolist() == [[1.5]]


def test_whole_number_categories_are_int64_but_for_leading_zeros(load_text):
    inputs = {"v": {"type": "category"}, "w": {"type": "category"}}
    rows = load_text("v,w,label\n1,01,a\n2,02,b\n", inputs).train
    assert (rows.inputs["v"].dtype, rows.inputs["w"].tolist()) == (np.int64, ["01", "02"])


def test_weights_are_read(load_text):
    rows = load_text("v,label,w\n1,a,2\n2,b,0.5\n", weight="w").train
    assert (rows.weight.tolist(), rows.weight.dtype) == ([2, 0.5], np.float32)


def test_negative_weight_is_nn651(load_text):
    (finding,) = findings(lambda: load_text("v,label,w\n1,a,-2\n", weight="w"))
    assert (finding.code, finding.path) == ("NN651", ("data", "weight"))


def test_two_columns_for_a_category_are_nn022(load_text):
    inputs = {"c": {"type": "category", "columns": ("v", "w")}}
    (finding,) = findings(lambda: load_text("v,w,label\n1,a,x\n", inputs))
    assert finding.code == "NN022"


def test_two_rows_cannot_be_split(load_text):
    (finding,) = findings(lambda: load_text("v,label\n1,a\n2,b\n", split=None))
    assert (finding.code, finding.hint) == ("NN655", "say `split: none` to train on all rows")


def test_default_split_of_single_row_classes_is_random(load_text):
    text = "v,label\n" + "".join(f"{i},c{i}\n" for i in range(20))
    splits = load_text(text, split=None)
    assert (len(splits.train), len(splits.test)) == (14, 3)


def test_asked_stratification_of_single_row_classes_is_nn655(load_text):
    text = "v,label\n" + "".join(f"{i},c{i}\n" for i in range(20))
    (finding,) = findings(lambda: load_text(text, split={"test": 0.2, "stratify": "label"}))
    assert (finding.code, finding.path) == ("NN655", ("data", "split"))


def test_array_of_another_shape_is_nn658(tmp_path, spec_of, paths):
    np.savez(tmp_path / "d.npz", v=np.zeros((4, 3)), label=np.array(["a", "b"] * 2))
    spec = spec_of({"source": "d.npz", "split": "none"}, {"v": {"type": "array", "shape": (None, 2)}}, LABEL)
    (finding,) = findings(lambda: load_splits(spec, paths=paths))
    assert (finding.code, finding.path, finding.expected) == ("NN658", ("inputs", "v", "shape"), "(None, 2)")


def test_image_of_fractions_is_nn651(tmp_path, spec_of, paths):
    np.savez(tmp_path / "d.npz", v=np.full((2, 4, 4), 0.5), label=np.array(["a", "b"]))
    spec = spec_of({"source": "d.npz", "split": "none"}, {"v": {"type": "image"}}, LABEL)
    (finding,) = findings(lambda: load_splits(spec, paths=paths))
    assert (finding.code, finding.hint) == ("NN651", "other numbers are `type: array`")


def test_spec_without_data_is_nn021(spec_of, paths):
    spec = spec_of({"test": "a.csv"}, V, LABEL)
    assert findings(lambda: load_splits(spec, paths=paths))[0].code == "NN021"


def test_other_rows_need_no_targets(penguins, tmp_path, paths):
    spec, splits = penguins()
    state = fit_state(spec, splits.train)
    (tmp_path / "new.csv").write_text(
        "island,body_mass_g,flipper_length_mm,bill_depth_mm,bill_length_mm\nMars,4,3,2,1\n"
    )
    rows = load_rows(spec, state, "new.csv", paths=paths, targets=False)
    assert (rows.inputs["body"].tolist(), rows.inputs["island"].tolist()) == ([[1, 2, 3, 4]], ["Mars"])
    assert rows.targets == {}


def test_other_rows_with_targets_need_their_column(penguins, tmp_path, paths):
    spec, splits = penguins()
    state = fit_state(spec, splits.train)
    (tmp_path / "new.csv").write_text(
        "island,body_mass_g,flipper_length_mm,bill_depth_mm,bill_length_mm\nMars,4,3,2,1\n"
    )
    (finding,) = findings(lambda: load_rows(spec, state, "new.csv", paths=paths, targets=True))
    assert (finding.code, finding.path) == ("NN650", ("outputs", "species"))


def test_other_rows_of_words_keep_the_kind_of_training(load_text, tmp_path, spec_of, paths):
    spec = spec_of({"source": "d.csv", "split": "none"}, {"v": {"type": "category"}}, LABEL)
    state = fit_state(spec, load_text("v,label\nx,a\n1,b\n", {"v": {"type": "category"}}).train)
    (tmp_path / "new.csv").write_text("v\n1\n2\n")
    rows = load_rows(spec, state, "new.csv", paths=paths, targets=False)
    assert rows.inputs["v"].tolist() == ["1", "2"]
