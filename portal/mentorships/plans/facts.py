"""What an item of a plan says before it stands in one: typed, from a template, from answers, from a practice."""

from dataclasses import dataclass, replace
from datetime import date

from portal.mentorships.plans.kinds import Responsible


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """The columns that the author of an item fills."""

    section: str
    title: str
    responsible: Responsible = Responsible.BOTH
    activity: str = ""
    due_on: date | None = None
    expected: str = ""
    practice_step_id: int | None = None

    def within(self, known: dict[str, str]) -> "ItemFacts":
        """The same in a section that this plan has: its own, or the first."""
        return self if self.section in known else replace(self, section=next(iter(known)))


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An item that may be taken into a plan; `key` names it in a form, `source` says in words where it is from."""

    key: str
    source: str
    facts: ItemFacts
