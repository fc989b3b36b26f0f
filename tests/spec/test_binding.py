"""`bind_columns`: names, patterns, and what does not exist."""

from types import SimpleNamespace

from nnspec.spec.binding import bind_columns

PENGUINS = ("species", "island", "bill_length_mm", "bill_depth_mm", "body_mass_g", "year")


def an_input(name, *columns):
    return SimpleNamespace(name=name, path=("inputs", name), columns=columns)


def an_output(name, *columns, target=None):
    return SimpleNamespace(name=name, path=("outputs", name), columns=columns, target=target)


def some_data(weight=None, **split):
    keys = {"stratify": None, "group": None, "time": None, **split}
    return SimpleNamespace(path=("data",), weight=weight, split=SimpleNamespace(path=("data", "split"), **keys))


def bind(inputs, outputs, data=None, available=PENGUINS):
    return bind_columns(inputs, outputs=outputs, data=data or some_data(), available=available)


def test_binding_without_columns_takes_own_name():
    binding = bind([an_input("island")], [an_output("species")])
    assert (binding.inputs, binding.outputs) == ({"island": ("island",)}, {"species": ("species",)})
    assert binding.findings == ()


def test_pattern_takes_columns_in_data_order():
    binding = bind([an_input("body", "body_*", "bill_*")], [an_output("species")])
    assert binding.inputs["body"] == ("body_mass_g", "bill_length_mm", "bill_depth_mm")


def test_pattern_never_takes_reserved_columns():
    data = some_data(weight="body_mass_g", group="island", time="year")
    binding = bind([an_input("all", "*")], [an_output("species")], data)
    assert binding.inputs["all"] == ("bill_length_mm", "bill_depth_mm")


def test_pattern_takes_stratify_column():
    binding = bind([an_input("all", "isl*")], [an_output("species")], some_data(stratify="island"))
    assert binding.inputs["all"] == ("island",)


def test_pattern_heeds_case():
    assert [f.code for f in bind([an_input("x", "Bill_*")], [an_output("species")]).findings] == ["NN650"]


def test_pattern_of_one_output_spares_another():
    binding = bind([an_input("year")], [an_output("rest", "bill_*"), an_output("bill_depth_mm")])
    assert binding.outputs["rest"] == ("bill_length_mm",)


def test_column_with_wildcard_in_name_is_itself():
    binding = bind([an_input("x", "a[0]")], [an_output("y")], available=("a[0]", "a0", "y"))
    assert binding.inputs["x"] == ("a[0]",)


def test_column_named_twice_counts_once():
    binding = bind([an_input("x", "year", "y*")], [an_output("species")])
    assert binding.inputs["x"] == ("year",)


def test_unknown_column_is_nn650_with_nearest():
    (finding,) = bind([an_input("x", "Bill_lenght_mm")], [an_output("species")]).findings
    assert (finding.code, finding.path) == ("NN650", ("inputs", "x", "column"))
    assert finding.hint == "did you mean `bill_length_mm`?"


def test_unknown_column_in_list_has_its_index():
    (finding,) = bind([an_input("x", "year", "nothing")], [an_output("species")]).findings
    assert finding.path == ("inputs", "x", "columns", 1)


def test_pattern_that_matches_only_target_says_why():
    (finding,) = bind([an_input("x", "spec*")], [an_output("species")]).findings
    assert finding.code == "NN650"
    assert finding.hint is not None
    assert "output's column" in finding.hint


def test_unknown_split_and_weight_columns_are_nn650():
    findings = bind([an_input("year")], [an_output("species")], some_data(weight="w", group="g")).findings
    assert [finding.path for finding in findings] == [("data", "weight"), ("data", "split", "group")]


def test_target_column_binds_output():
    assert bind([an_input("year")], [an_output("y", target="species")]).outputs["y"] == ("species",)


def test_target_input_binds_nothing():
    binding = bind([an_input("year")], [an_output("again", target="year")])
    assert (binding.outputs["again"], binding.findings) == ((), ())
