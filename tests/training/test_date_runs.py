"""Dates as inputs: the weekday follows from the date, whatever file it stands in."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

import nnspec
from nnspec.errors import SpecError
from small_runs import SmallRun, train_small

pytestmark = pytest.mark.backend

SPEC = """
    data: days.{kind}
    inputs: {{day: {{type: date{keys}}}}}
    hidden: [{{Dense: {{units: 32, activation: relu}}}}]
    outputs: {{weekday: category}}
    optimizer: {{Adam: {{learning_rate: 0.02}}}}
    train: {{epochs: {epochs}, batch_size: 32}}
"""


def days() -> list[datetime.datetime]:
    start = datetime.datetime(1969, 1, 1, 13, 30, tzinfo=datetime.UTC)
    return [start + datetime.timedelta(days=53 * i, hours=i % 9) for i in range(400)]


def write_csv(folder: Path, *, texts: dict[int, str] | None = None) -> None:
    with (folder / "days.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["day", "weekday"])
        for row, day in enumerate(days()):
            writer.writerow([(texts or {}).get(row, day.isoformat()), day.strftime("%A")])


def train(folder: Path, *, kind: str = "csv", keys: str = "", epochs: int = 20) -> SmallRun:
    return train_small(folder, SPEC.format(kind=kind, keys=keys, epochs=epochs), data=f"days.{kind}")


@pytest.fixture(scope="module")
def weekdays(tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    folder = tmp_path_factory.mktemp("date")
    write_csv(folder)
    return train(folder)


def test_network_on_dates_learns_the_weekday(weekdays: SmallRun) -> None:
    assert weekdays.record.metrics["test"]["accuracy"] > 0.95


def test_evaluation_of_dates_agrees_with_their_report(weekdays: SmallRun) -> None:
    for split, values in nnspec.evaluate(weekdays.record).items():
        assert values == pytest.approx(weekdays.record.metrics[split], rel=1e-5), split


def test_saved_model_of_dates_takes_seconds_since_1970(weekdays: SmallRun) -> None:
    served = weekdays.serve(day=np.array([day.timestamp() for day in days()]))
    predicted = weekdays.predict()
    assert served["weekday"].tolist() == predicted["weekday"].tolist()
    np.testing.assert_allclose(served["weekday_probabilities"][:, 0], predicted["weekday_Friday"], atol=1e-6)


def test_times_of_parquet_read_like_texts_of_csv(tmp_path: Path, weekdays: SmallRun) -> None:
    columns = {"day": days(), "weekday": [day.strftime("%A") for day in days()]}
    parquet.write_table(pa.table(columns), tmp_path / "days.parquet")
    predicted = nnspec.predict(weekdays.record, str(tmp_path / "days.parquet"))
    np.testing.assert_array_equal(predicted["weekday_Friday"], weekdays.predict()["weekday_Friday"])


def test_missing_date_reads_as_the_date_that_fills(tmp_path: Path) -> None:
    write_csv(tmp_path, texts={3: ""})
    run = train(tmp_path, keys=', fill: "2024-05-31", parts: [weekday, hour]', epochs=1)
    filled = datetime.datetime(2024, 5, 31, tzinfo=datetime.UTC).timestamp()
    served = run.serve(day=np.array([np.nan, filled]))["weekday_probabilities"]
    np.testing.assert_allclose(served[0], served[1], rtol=1e-6)
    np.testing.assert_allclose(run.predict()["weekday_Friday"][3], served[0, 0], rtol=1e-5)


@pytest.mark.parametrize("text", ["31.05.2024", "2024-02-30", "soon", "2024", "10000-01-01", "0001-01-01T00:00+02:00"])
def test_text_that_is_no_date_is_a_finding_with_its_line(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path, texts={4: text})
    with pytest.raises(SpecError, match="NN651") as caught:
        train(tmp_path)
    assert "column `day`, line 6, is no date" in str(caught.value)
