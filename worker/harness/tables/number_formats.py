"""Number formats of workbooks, as far as they tell dates from numbers. ECMA-376, part 1, 18.8.30 and 18.17.4."""

import datetime
import re
from typing import Literal

DateFormat = Literal["date", "time", "duration"]
"""``time``: of a day, or with the day."""

# Some are of Chinese, Japanese and Korean versions of Excel.
_DATES = {*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58}
_TIMES = {*range(18, 23), *range(32, 36), 45, 47, 55, 56}
_DURATIONS = {46}

_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]")
_EPOCH_1900 = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)
_FEBRUARY_29 = 60
"""Of the year 1900, in which there was none, but Excel counts it."""


def date_format(number: int, code: str | None) -> DateFormat | None:
    """Tell what a number format shows. ``None``: a number. ``code``: its text, if the workbook defines it."""
    if number in _DATES:
        return "date"
    if number in _TIMES:
        return "time"
    if number in _DURATIONS:
        return "duration"
    return None if code is None else _custom_format(code)


def _custom_format(code: str) -> DateFormat | None:
    # The first section is for positive numbers.
    letters = _LITERAL.sub("", code.partition(";")[0]).lower()
    if _DURATION.search(letters):
        return "duration"
    if re.search("[hs]", letters):
        return "time"
    return "date" if re.search("[dmy]", letters) else None


def date_of(
    serial: float, shown: DateFormat, from_1904: bool
) -> datetime.date | datetime.time | datetime.timedelta | float:
    """Give the date that a number of days stands for; the number itself if there is no such date."""
    try:
        days, part = divmod(serial, 1)
        time = datetime.timedelta(milliseconds=round(part * 86_400_000))
        if shown == "duration":
            return datetime.timedelta(days=days) + time
        if days == 0 and time.days == 0 and shown == "time":
            return (_EPOCH_1904 + time).time()
        if not from_1904 and 0 < serial < _FEBRUARY_29:
            days += 1
        moment = (_EPOCH_1904 if from_1904 else _EPOCH_1900) + datetime.timedelta(days=days) + time
    except (OverflowError, ValueError):
        return serial
    return moment.date() if shown == "date" and moment.time() == datetime.time() else moment
