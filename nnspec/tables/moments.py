"""A date in ISO 8601 -> a moment in UTC, its seconds since 1970; plain functions, which ejected scripts borrow."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def parse_moment(value: object) -> datetime:
    """Read one text in ISO 8601, a month alone included.

    Raises:
        ValueError: it is none.
    """
    text = str(value).strip()
    return datetime.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text)


def in_utc(moment: datetime) -> datetime:
    """Bring a moment with an offset to UTC and leave the offset out.

    Raises:
        OverflowError: it leaves the calendar.
    """
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def seconds_of(date: object) -> float:
    """Give the seconds since 1970 of a date in ISO 8601; one without an offset counts as UTC.

    Raises:
        ValueError: it is no date.
        OverflowError: it leaves the calendar.
    """
    return (in_utc(parse_moment(date)) - datetime(1970, 1, 1)).total_seconds()
