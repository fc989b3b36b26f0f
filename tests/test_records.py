"""Records behave as frozen dataclasses do."""

import copy
import pickle
from typing import Any, ClassVar

import pytest

from nnspec.records import MISSING, field, fields, record, replace, values


@record
class Point:
    dimensions: ClassVar[int] = 2
    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)
    cache: dict[str, int] = field(default_factory=dict, hidden=True)


@record(kw_only=True, eq=False)
class Named:
    name: str


@record(kw_only=True, eq=False)
class Labelled(Named):
    label: str = "none"


@record(order=True)
class Version:
    major: int
    minor: int = 0


@record(frozen=False)
class Counter:
    count: int = 0


@record
class Positive:
    value: int

    def __post_init__(self) -> None:
        if self.value <= 0:
            raise ValueError("must be positive")


def test_record_takes_fields_by_position_and_name():
    assert values(Point(1, y=2)) == {"x": 1, "y": 2, "tags": [], "cache": {}}


def test_record_makes_a_default_anew():
    assert Point(1).tags is not Point(1).tags


def test_record_leaves_a_default_readable_on_the_class_but_no_factory():
    assert Point.y == 0
    assert not hasattr(Point, "tags")


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, 2, [], {}, 5), {}), ((1,), {"x": 2}), ((1,), {"z": 2})],
    ids=["missing", "too-many", "twice", "unknown"],
)
def test_record_refuses_wrong_fields(given: tuple[Any, ...], named: dict[str, Any]):
    with pytest.raises(TypeError, match="Point takes x, y, tags, cache"):
        Point(*given, **named)


def test_record_of_keywords_refuses_positions():
    with pytest.raises(TypeError, match="Named takes name"):
        Named("a")  # type: ignore[misc]


def test_record_inherits_fields_in_order():
    assert [item.name for item in fields(Labelled)] == ["name", "label"]


def test_record_cannot_be_changed():
    point = Point(1)
    with pytest.raises(AttributeError, match="cannot change `x` of a frozen Point"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot change `x`"):
        del point.x  # type: ignore[misc]


def test_record_that_is_not_frozen_can_be_changed():
    counter = Counter()
    counter.count += 1
    assert counter.count == 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)


def test_records_compare_by_value_without_what_is_hidden():
    assert Version(1, 2) == Version(1, 2)
    assert hash(Version(1, 2)) == hash(Version(1, 2))
    assert Version(1) != Positive(1)
    assert Point(1, cache={"a": 1}) == Point(1)


def test_record_without_equality_compares_by_identity():
    assert Labelled(name="a") != Labelled(name="a")


def test_ordered_records_sort_field_by_field():
    assert sorted([Version(2), Version(1, 5), Version(1)]) == [Version(1), Version(1, 5), Version(2)]


def test_replaced_record_is_another():
    point = Point(1)
    assert replace(point, y=5) == Point(1, 5)
    assert point.y == 0


def test_record_shows_its_fields():
    assert repr(Point(1)) == "Point(x=1, y=0, tags=[])"


def test_record_checks_itself():
    with pytest.raises(ValueError, match="must be positive"):
        Positive(0)


def test_record_survives_copying_and_pickling():
    assert copy.deepcopy(Point(1, 2)) == Point(1, 2)
    assert pickle.loads(pickle.dumps(Version(1, 2))) == Version(1, 2)


def test_record_is_matched_by_position():
    match Version(3, 4):
        case Version(major, minor):
            assert (major, minor) == (3, 4)


def test_required_field_has_no_default():
    assert fields(Point)[0].default is MISSING
