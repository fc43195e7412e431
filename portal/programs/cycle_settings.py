"""What an organisation decides for a cycle: months, thresholds, rhythm, capacity. Stored as data, read as this."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from portal.programs.kinds import Ground, RuleForce

MONTHS = range(1, 13)
# Bounds of what a page takes: field → (least, most). Days, places, people, years, percent.
BOUNDS = {
    "meeting_gap_days": (1, 120),
    "mentor_capacity": (1, 50),
    "mentee_capacity": (1, 10),
    "group_size": (2, 60),
    "coverage_percent": (1, 100),
    "youngest_mentee": (6, 18),
    "report_day": (1, 31),
    "experience_years": (1, 40),
}


@dataclass(frozen=True, kw_only=True)
class CycleSettings:
    """One year of a programme as the organisation wants it.

    Months are numbers 1–12; no months for a base means «all year round» (S4). `meeting_gap_days` is the longest pause
    between meetings (S3 6.4); capacities count active pairs of one person at once; `group_size` is the most mentees of
    a group. `coverage_percent` is the share of those in need who should have a mentor, `youngest_mentee` full years.
    Mentors report on `report_day` of each of `report_months`, in a shorter month on its last day; no months mean once,
    on the last day of the pair.
    """

    ground: str = Ground.ORDER
    mentees_months: tuple[int, ...] = ()
    mentors_months: tuple[int, ...] = ()
    curators_months: tuple[int, ...] = ()
    correction_months: tuple[int, ...] = ()
    pairs_months: tuple[int, ...] = ()
    report_months: tuple[int, ...] = ()
    report_day: int = 25
    meeting_gap_days: int = 14
    mentor_capacity: int = 3
    mentee_capacity: int = 1
    group_size: int = 30
    coverage_percent: int | None = None
    youngest_mentee: int | None = None
    experience_years: int = 7
    experience: str = RuleForce.WARN
    higher_stage: str = RuleForce.OFF
    senior: str = RuleForce.OFF
    ovz_course: str = RuleForce.WARN
    young_teacher: str = "s1_spec_0_3"
    group_meeting: bool = False
    trial_meeting: bool = False
    psychologist: bool = False
    support_unmatched: bool = True
    directive: bool = False

    def __post_init__(self) -> None:
        Ground(self.ground)
        for name in ("experience", "higher_stage", "senior", "ovz_course"):
            RuleForce(getattr(self, name))
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.endswith("_months") and not set(value) <= set(MONTHS):
                raise ValueError(f"{field.name}: months are 1–12")
            if field.name in BOUNDS and value is not None:
                least, most = BOUNDS[field.name]
                if not least <= value <= most:
                    raise ValueError(f"{field.name}: {least}–{most}")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Settings as they are stored; what is not said is the default. Raises ValueError for an unknown key."""
        unknown = sorted(set(data) - {field.name for field in fields(cls)})
        if unknown:
            raise ValueError(f"unknown settings: {', '.join(unknown)}")
        read: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**read)

    def as_data(self) -> dict[str, Any]:
        """What is stored: everything, so that a later default changes no past year."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
