"""A model of its own of who may be asked what: written from the law and the order, not from the portal's code."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature: the portal's key, who, on which day, under which edition, whether it is accepted."""

    key: int
    who: str
    day: date
    edition: int
    counts: bool
    ended: date | None = None


@dataclass
class Model:
    """The person as the law sees them, in two organisations."""

    birth: date | None
    is_learner: bool
    kin: dict[str, list[list[date | None]]] = field(default_factory=lambda: {"mother": [], "father": []})
    minors: dict[int, str] = field(default_factory=lambda: {0: "both", 1: "both"})
    taken: dict[int, set[str]] = field(default_factory=lambda: {0: set(), 1: set()})
    signed: dict[int, list[Signature]] = field(default_factory=lambda: {0: [], 1: []})
    voided: dict[int, list[tuple[int, date]]] = field(default_factory=lambda: {0: [], 1: []})
    restricted_on: date | None = None

    def birthday(self, years: int) -> date | None:
        """The day of full age; 29 February counts as 1 March where there is none."""
        if self.birth is None:
            return None
        year = self.birth.year + years
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if (self.birth.month, self.birth.day) == (2, 29) and not is_leap:
            return date(year, 3, 1)
        return date(year, self.birth.month, self.birth.day)

    def reached(self, years: int, day: date) -> bool:
        birthday = self.birthday(years)
        return birthday is not None and birthday <= day

    def sign(self, place: int, signature: Signature) -> None:
        """A signature the portal took; the sheet of a waiting confirmation stands in its place."""
        kept = [one for one in self.signed[place] if one.key != signature.key]
        self.signed[place] = [*kept, signature]

    def accept(self, place: int, key: int) -> None:
        self.signed[place] = [replace(one, counts=True) if one.key == key else one for one in self.signed[place]]

    def end(self, place: int, day: date) -> None:
        """A withdrawal or a refusal ends every signature there."""
        self.signed[place] = [
            one if one.ended or self.last_day(one) < day else replace(one, ended=day) for one in self.signed[place]
        ]

    def publish(self, place: int, edition: int, day: date, *, is_material: bool) -> None:
        if is_material:
            self.voided[place].append((edition, day))

    @staticmethod
    def last_day(signature: Signature) -> date:
        """A year: the day before the same day of the next year, and before 28 February where there is no 29th."""
        day = signature.day
        if (day.month, day.day) == (2, 29):
            return date(day.year + 1, 2, 27)
        return date(day.year + 1, day.month, day.day) - timedelta(days=1)

    def has_basis(self, place: int, today: date) -> bool:
        """Whether the data may be processed in this organisation today."""
        if self.restricted_on is not None and self.restricted_on <= today:
            return False
        standing = [one for one in self.signed[place] if self._stands(one, place, today)]
        own = any(one.who == "self" and not self._was_a_child(one.day) for one in standing)
        kin = any(self._represented(one, today) for one in standing if one.who != "self")
        return (own or not self._needs_own(place, today)) and (kin or not self._needs_kin(place, today))

    def _stands(self, one: Signature, place: int, today: date) -> bool:
        if not one.counts or not one.day <= today <= self.last_day(one):
            return False
        if one.ended is not None and one.ended <= today:
            return False
        return not any(one.edition < edition and day <= today for edition, day in self.voided[place])

    def _was_a_child(self, day: date) -> bool:
        return self.birth is not None and not self.reached(14, day)

    def _represented(self, one: Signature, today: date) -> bool:
        return any(start <= one.day and (end is None or end >= today) for start, end in self.kin[one.who])

    def _needs_own(self, place: int, today: date) -> bool:
        if self.birth is None or self.reached(18, today):
            return True
        return self.reached(14, today) and self.minors[place] != "representative"

    def _needs_kin(self, place: int, today: date) -> bool:
        if self.birth is None:
            return self.is_learner
        if self.reached(18, today):
            return False
        return not self.reached(14, today) or self.minors[place] != "own"
