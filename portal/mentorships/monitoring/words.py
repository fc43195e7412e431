"""Questionnaires of a pair in words: who has answered and who has not, marks and their difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.i18n import _, ru_number
from portal.mentorships.monitoring.queries import Asked
from surveys.results.compare import signed
from surveys.results.person import Changed


@dataclass(frozen=True, kw_only=True)
class WaveLine:
    """One questionnaire on the card: names of those who answered and of those who are asked still."""

    title: str
    opened_on: date
    is_named: bool
    answered: tuple[str, ...]
    awaited: tuple[str, ...]

    @property
    def said(self) -> list[str]:
        """«ответили: Нина», «ждём: Миша»; without names it is not said who did."""
        if not self.is_named:
            return [_("без имён: кто ответил, не показывается")]
        found = [_("ответили: %(names)s", names=", ".join(self.answered))] if self.answered else []
        return found + ([_("ждём: %(names)s", names=", ".join(self.awaited))] if self.awaited else [])


def by_wave(asked: Sequence[Asked]) -> list[WaveLine]:
    """One line a questionnaire, in the order in which they were opened."""
    waves: dict[int, list[Asked]] = {}
    for each in asked:
        waves.setdefault(each.wave.id, []).append(each)
    return [
        WaveLine(
            title=several[0].wave.title, opened_on=several[0].wave.opens_at.date(), is_named=several[0].is_named,
            answered=tuple(each.person.name for each in several if each.has_answered),
            awaited=tuple(each.person.name for each in several if not each.has_answered),
        )
        for several in waves.values()
    ]  # fmt: skip


def mark(value: float | None) -> str:
    """«7,5»."""
    return "" if value is None else ru_number(value, 0 if float(value).is_integer() else 1)


def difference(line: Changed) -> str:
    """«+1,5»."""
    return "" if line.difference is None else signed(line.difference, 1)
