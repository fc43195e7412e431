"""Steps as a page tells them: where each stands on a day, who answers, what logically comes first. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.access.roles import Role
from portal.programs.roadmaps.kinds import StepState
from portal.programs.roadmaps.models import RoadmapOccurrence, RoadmapStage, RoadmapStep


@dataclass(frozen=True, kw_only=True)
class StepView:
    """A step on a day. `answers` is the role that answers in fact; `is_fallback` says that the curator steps in."""

    step: RoadmapStep
    state: StepState
    module: str
    answers: Role
    is_fallback: bool
    is_nobodys: bool
    nearest: RoadmapOccurrence | None
    n_done: int
    before: Sequence[RoadmapStep] = ()

    @property
    def occurrences(self) -> Sequence[RoadmapOccurrence]:
        """All of them, in order."""
        return self.step.occurrences


@dataclass(kw_only=True)
class Tally:
    """How many steps stand where."""

    total: int = 0
    done: int = 0
    overdue: int = 0
    skipped: int = 0

    def add(self, state: StepState) -> None:
        """Count one step; what does not apply counts nowhere else."""
        if state == StepState.SKIPPED:
            self.skipped += 1
            return
        self.total += 1
        self.done += state == StepState.DONE
        self.overdue += state == StepState.OVERDUE

    @property
    def share(self) -> float:
        """Done of those that apply, from 0 to 1."""
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, kw_only=True)
class StageView:
    """A stage with its steps; `tally` counts all of them, also those that a filter leaves out."""

    stage: RoadmapStage
    steps: Sequence[StepView]
    tally: Tally = field(default_factory=Tally)


def state_of_time(occurrence: RoadmapOccurrence, today: date) -> StepState:
    """Where one occurrence stands."""
    if occurrence.done_on is not None:
        return StepState.DONE
    if occurrence.due_on is None:
        return StepState.WAITS
    if occurrence.due_on < today:
        return StepState.OVERDUE
    return StepState.AHEAD if occurrence.starts_on is not None and occurrence.starts_on > today else StepState.NOW


def state_of(step: RoadmapStep, today: date) -> StepState:
    """Where the step stands: one late occurrence makes it late, all closed make it done."""
    if step.skipped_on is not None:
        return StepState.SKIPPED
    states = {state_of_time(each, today) for each in step.occurrences}
    for state in (StepState.OVERDUE, StepState.NOW):
        if state in states:
            return state
    if states <= {StepState.DONE}:
        return StepState.DONE if states else StepState.WAITS
    return StepState.AHEAD if StepState.AHEAD in states else StepState.WAITS


def answering(step: RoadmapStep, held: Collection[str]) -> tuple[Role, bool, bool]:
    """(role that answers, whether the curator stands in, whether nobody holds that role today)."""
    if step.principal and step.principal in held:
        return Role(step.principal), False, False
    return Role.CURATOR, step.principal != Role.CURATOR, Role.CURATOR not in held


def view_of(
    step: RoadmapStep, stage: RoadmapStage, today: date, held: Collection[str], by_number: Mapping[str, RoadmapStep]
) -> StepView:
    """The step as the page tells it."""
    role, is_fallback, is_nobodys = answering(step, held)
    waiting = [each for each in step.occurrences if each.done_on is None]
    return StepView(
        step=step, state=state_of(step, today), module=step.module or stage.module, answers=role,
        is_fallback=is_fallback, is_nobodys=is_nobodys, nearest=waiting[0] if waiting else None,
        n_done=len(step.occurrences) - len(waiting),
        before=[by_number[each] for each in step.after if each in by_number],
    )  # fmt: skip


def unmet(view: StepView, today: date) -> list[RoadmapStep]:
    """What logically comes first and is not done: told, never enforced (requirements C3 №21)."""
    open_states = (StepState.DONE, StepState.SKIPPED)
    return [each for each in view.before if state_of(each, today) not in open_states]


def tally_of(views: Iterable[StepView]) -> Tally:
    """The steps counted."""
    made = Tally()
    for each in views:
        made.add(each.state)
    return made
