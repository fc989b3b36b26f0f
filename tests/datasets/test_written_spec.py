"""From the text of a spec to encoded targets."""

from nnspec.datasets.fitting import fit_state
from nnspec.datasets.loading import load_splits
from nnspec.datasets.targets import encode_targets
from nnspec.pipeline import load

TEXT = """\
nnspec: 1
data: sklearn:iris
inputs:
  flower: {columns: ["* (cm)"]}
outputs:
  target: {type: category, classes: [setosa, versicolor, virginica], class_weight: balanced}
"""


def test_written_spec_gives_encoded_targets(paths):
    spec = load(TEXT)
    splits = load_splits(spec, paths=paths)
    state = fit_state(spec, splits.train)
    assert [len(part) for part in (splits.train, splits.validation, splits.test)] == [104, 23, 23]
    assert state.outputs["target"].classes == ("setosa", "versicolor", "virginica")
    assert set(encode_targets(spec, state, splits.test)["target"].tolist()) == {0, 1, 2}
