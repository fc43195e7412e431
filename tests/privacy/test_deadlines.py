"""Legal terms over the production calendar: holidays, moved Saturdays, zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.privacy.deadlines import DEADLINES, Unit
from portal.privacy.kinds import RequestKind
from portal.programs.workdays import Calendar, calendar

BRATSK, KHABAROVSK = "Asia/Irkutsk", "Asia/Vladivostok"


def noon(year: int, month: int, day: int, zone: str = BRATSK) -> datetime:
    return datetime(year, month, day, 12, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("day", "n", "wanted"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday → Monday
        (date(2026, 11, 20), 10, date(2026, 12, 4)),
        (date(2026, 11, 3), 1, date(2026, 11, 5)),  # the Day of Unity stands between
        (date(2026, 12, 30), 1, date(2027, 1, 11)),  # 31 December was moved, then the holidays
        (date(2026, 12, 25), 10, date(2027, 1, 19)),
        (date(2025, 10, 31), 1, date(2025, 11, 1)),  # a Saturday that was worked
        (date(2025, 10, 31), 2, date(2025, 11, 5)),  # 3 November was off instead
        (date(2026, 2, 20), 1, date(2026, 2, 24)),
        (date(2026, 3, 6), 1, date(2026, 3, 10)),  # 8 March on a Sunday gives the Monday
        (date(2026, 5, 8), 1, date(2026, 5, 12)),
    ],
)
def test_the_nth_working_day(day: date, n: int, wanted: date) -> None:
    assert calendar().after(day, n) == wanted


def test_the_calendar_has_as_many_working_days_as_the_year() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(calendar().is_working, days)) == 247  # the official norm of 2026, five-day week


def test_a_working_saturday_counts() -> None:
    moved = Calendar(frozenset({date(2027, 2, 22)}), frozenset({date(2027, 2, 20)}))
    assert moved.after(date(2027, 2, 19), 1) == date(2027, 2, 20)
    assert moved.after(date(2027, 2, 19), 2) == date(2027, 2, 23)


def test_a_request_at_the_end_of_the_day_in_the_east_counts_by_the_operators_day() -> None:
    asked = datetime(2026, 11, 20, 23, 59, tzinfo=ZoneInfo(KHABAROVSK))
    term = DEADLINES[RequestKind.ACCESS]
    assert term.last_day(asked, BRATSK) == date(2026, 12, 4)
    late = datetime(2026, 11, 20, 23, 59, tzinfo=ZoneInfo(BRATSK))  # already Saturday in Хабаровск
    assert term.last_day(late, BRATSK) == date(2026, 12, 4)
    assert term.last_day(late, KHABAROVSK) == date(2026, 12, 4)
    thursday = datetime(2026, 11, 19, 23, 59, tzinfo=ZoneInfo(BRATSK))
    assert term.last_day(thursday, BRATSK) == date(2026, 12, 3)
    assert term.last_day(thursday, KHABAROVSK) == date(2026, 12, 4)


def test_a_term_ends_with_its_last_day() -> None:
    ends_at = DEADLINES[RequestKind.ACCESS].ends_at(noon(2026, 11, 20), BRATSK)
    assert ends_at == datetime(2026, 12, 4, 15, 59, 59, tzinfo=UTC)


def test_hours_are_hours_whatever_the_holiday() -> None:
    found = noon(2026, 12, 31)
    assert DEADLINES["incident_notice"].ends_at(found, BRATSK) == found + timedelta(hours=24)
    assert DEADLINES["incident_report"].ends_at(found, BRATSK) == found + timedelta(hours=72)


def test_the_table_says_what_the_law_says() -> None:
    said = {code: (term.length, term.unit, term.more) for code, term in DEADLINES.items()}
    assert said == {
        "access": (10, Unit.WORKING_DAY, 5),
        "correction": (7, Unit.WORKING_DAY, 0),
        "erasure": (7, Unit.WORKING_DAY, 0),
        "restriction": (10, Unit.WORKING_DAY, 5),
        "withdrawal": (30, Unit.DAY, 0),
        "complaint": (30, Unit.DAY, 30),
        "unlawful_stop": (3, Unit.WORKING_DAY, 0),
        "unlawful_erasure": (10, Unit.WORKING_DAY, 0),
        "purpose_reached": (30, Unit.DAY, 0),
        "incident_notice": (24, Unit.HOUR, 0),
        "incident_report": (72, Unit.HOUR, 0),
    }
    assert all("ФЗ ст. " in term.source for term in DEADLINES.values())


def test_every_kind_of_request_has_its_term() -> None:
    assert set(RequestKind) <= set(DEADLINES)


def test_thirty_days_are_calendar_days() -> None:
    assert DEADLINES["withdrawal"].last_day(noon(2026, 12, 15), BRATSK) == date(2027, 1, 14)
