"""What publishing a draft will do, said before the deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext
from surveys.changes import Change, ItemChange, compare_definitions, tally
from surveys.definitions import QuestionnaireDefinition
from surveys.models import Questionnaire, QuestionnaireVersion, SurveyAssignment
from surveys.queries import WaveState, is_in
from surveys.storage import compiled, last_version


@dataclass(frozen=True, kw_only=True)
class Impact:
    """The version that would come, what changes, how many answers stay with which version, which waves go on."""

    number: int
    changes: tuple[ItemChange, ...]
    answers: Mapping[int, int]
    waves: Sequence[Any]

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def counts(self) -> dict[Change, int]:
        return tally(self.changes)

    def of(self, kind: Change) -> list[ItemChange]:
        """Changes of one kind, in the order of the questionnaire."""
        return [change for change in self.changes if change.kind is kind]

    @property
    def words(self) -> str:
        """«Новая версия 2: формулировки – 3, разрыв сравнения – 2; 143 ответа остаются в версии 1.»."""
        if self.is_first:
            return _("Первая версия: после публикации анкету можно назначать.")
        if not self.changes:
            return _("Черновик ничем не отличается от действующей версии.")
        labels = {
            Change.WORDING: _("формулировки"),
            Change.ADDITIVE: _("добавлено"),
            Change.BREAKING: _("разрыв сравнения"),
        }
        changed = ", ".join(f"{labels[kind]} – {n}" for kind, n in self.counts.items() if n)
        said = _("Новая версия %(number)s: %(changed)s", number=self.number, changed=changed)
        return "; ".join([said, *self.kept]) + "."

    @property
    def facts(self) -> list[tuple[str, list[str]]]:
        """For whom publishing changes what, as label and sentences."""
        going_on = [_("«%(title)s» продолжится по версии %(n)s", title=wave.title, n=wave.number)
                    for wave in self.waves]  # fmt: skip
        gone = [change for change in self.changes if change.gone]
        found = [
            (_("Собранные ответы"), self.kept),
            (_("Идущие и назначенные сборы"), going_on),
            (_("Новые сборы"), [_("начнутся по версии %(n)s", n=self.number)]),
            (_("Удалённые вопросы"), [_("остаются с ответами в выгрузке своей версии")] if gone else []),
        ]
        return [(label, said) for label, said in found if said]

    @property
    def kept(self) -> list[str]:
        """«143 ответа остаются в версии 1» for each version that has answers."""
        return [
            ngettext(
                "%(num)s ответ остаётся в версии %(version)s", "%(num)s ответов остаются в версии %(version)s",
                n, version=number,
            )
            for number, n in self.answers.items()
            if n
        ]  # fmt: skip


def impact_of(questionnaire: Questionnaire, definition: QuestionnaireDefinition) -> Impact:
    """What would become of this questionnaire if the definition were published now."""
    last = last_version(questionnaire.id)
    if last is None:
        return Impact(number=1, changes=(), answers={}, waves=[])
    return Impact(
        number=last.number + 1,
        changes=compare_definitions(compiled(last.id), definition),
        answers=_answers_by_version(questionnaire.id),
        waves=_open_waves(questionnaire.id),
    )


def _answers_by_version(questionnaire_id: int) -> dict[int, int]:
    """Number of a version → submitted responses, from the counters of its waves."""
    rows = db.session.execute(
        sa.select(QuestionnaireVersion.number, sa.func.sum(SurveyAssignment.submitted).label("n"))
        .join(SurveyAssignment, SurveyAssignment.version_id == QuestionnaireVersion.id)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .group_by(QuestionnaireVersion.number)
        .order_by(QuestionnaireVersion.number)
    )
    return {row.number: int(row.n) for row in rows}


def _open_waves(questionnaire_id: int) -> Sequence[Any]:
    """Waves that go on or begin later: they keep the version they have."""
    now = clock.now()
    return db.session.execute(
        sa.select(SurveyAssignment.public_id, SurveyAssignment.title, QuestionnaireVersion.number)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == SurveyAssignment.version_id)
        .where(
            QuestionnaireVersion.questionnaire_id == questionnaire_id,
            sa.or_(is_in(WaveState.OPEN, now), is_in(WaveState.PLANNED, now)),
        )
        .order_by(SurveyAssignment.opens_at, SurveyAssignment.id)
    ).all()
