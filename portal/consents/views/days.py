"""A day as it is typed into a plain form."""

from datetime import date, datetime


def typed_day(typed: str) -> date | None:
    """The day written as дд.мм.гггг or as browsers send it; None where it is none."""
    for shape in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(typed.strip(), shape).date()  # noqa: DTZ007 — a day on paper has no zone
        except ValueError:
            continue
    return None
