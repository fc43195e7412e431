"""Forms of recognition."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.models import Organization
from portal.people.sensitive_words import HINT
from portal.recognition.actions import KindFacts
from portal.recognition.kinds import Audience, AwardNature, Giver, Paper
from portal.recognition.labels import AUDIENCES, GIVERS, NATURES, PAPERS
from portal.recognition.queries import Known

LONGEST_LINE, LONGEST_TEXT = 300, 2_000
YES, NO = "yes", "no"


def _length(most: int) -> Length:
    return Length(max=most, message=_("Сократите до %(n)s знаков", n=most))


class KindForm(CreatingForm):
    """An award of the organisation; the view gives the choice of organisations."""

    organization = SelectField(_("Организация"), choices=[], validate_choice=False)
    name = StringField(_("Название"), [DataRequired(_("Назовите награду")), _length(LONGEST_LINE)])
    nature = SelectField(_("Вид"), choices=worded(NATURES))
    audience = SelectField(_("Для кого"), choices=worded(AUDIENCES))
    decided_by = StringField(_("Кто решает"), [Optional(), _length(LONGEST_LINE)])
    giver = SelectField(_("Кто вручает"), choices=worded(GIVERS))
    needs_order = BooleanField(_("Вручается приказом организации"))
    paper = SelectField(_("Что печатается"), choices=worded(PAPERS))
    criteria = TextAreaField(_("За что"), [Optional(), _length(LONGEST_TEXT)])
    package = TextAreaField(
        _("Из чего состоит заявка"), [Optional(), _length(LONGEST_TEXT)],
        description=_("Для званий и конкурсов, каждый документ с новой строки"),
    )  # fmt: skip
    due_on = RussianDateField(_("Срок заявки"), [Optional(), sensible_day], description=_("Для званий и конкурсов"))
    is_on = BooleanField(_("Сейчас вручается"))

    def offer(self, organizations: Sequence[Organization]) -> None:
        """Give the choices."""
        self.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
        if not self.organization.data and organizations:
            self.organization.data = organizations[0].public_id

    def chosen(self, organizations: Sequence[Organization]) -> Organization | None:
        """The organisation that was chosen, if it is one of these."""
        found = next((each for each in organizations if each.public_id == self.organization.data), None)
        if found is None:
            self.organization.errors = [_("Выберите организацию из списка")]
        return found

    @property
    def facts(self) -> KindFacts:
        """What the action takes."""
        return KindFacts(
            name=self.name.data or "", nature=AwardNature(self.nature.data), audience=Audience(self.audience.data),
            decided_by=self.decided_by.data or "", giver=Giver(self.giver.data), paper=Paper(self.paper.data),
            needs_order=bool(self.needs_order.data), criteria=self.criteria.data or "",
            package=self.package.data or "", due_on=day_of(self.due_on) if self.due_on.data else None,
            is_on=bool(self.is_on.data),
        )  # fmt: skip


class NominationForm(CreatingForm):
    """Why somebody is put forward; the view gives the facts."""

    facts = SelectMultipleField(_("Что говорит за поощрение"), [Optional()], choices=[], validate_choice=False)
    reason = TextAreaField(_("Своими словами"), [Optional(), _length(LONGEST_TEXT)], description=HINT)

    def offer(self, known: Sequence[Known], *, ticked: bool = False) -> None:
        """Give the facts as choices; on a fresh form all of them are ticked."""
        self.facts.choices = [SelectChoice(each.key, each.words) for each in known]
        if ticked:
            self.facts.data = [each.key for each in known]

    def chosen(self, known: Sequence[Known]) -> list[Known]:
        """The facts that were ticked; a stranger's is none of them."""
        return [each for each in known if each.key in (self.facts.data or ())]


class DecisionForm(BaseForm):
    """Yes or no."""

    outcome = RadioField(
        _("Решение"), [InputRequired(_("Выберите решение"))],
        choices=[SelectChoice(YES, _("Поощрить")), SelectChoice(NO, _("Не поощрять"))],
    )  # fmt: skip
    answer = TextAreaField(
        _("Почему"), [Optional(), _length(LONGEST_TEXT)], description=_("Нужно, если решено не поощрять")
    )

    @property
    def is_yes(self) -> bool:
        return bool(self.outcome.data == YES)


class DayForm(BaseForm):
    """On which day."""

    on = RussianDateField(_("День"), [InputRequired(_("Укажите день")), sensible_day])


class OutcomeForm(DayForm):
    """What came from outside."""

    outcome = RadioField(
        _("Итог"), [InputRequired(_("Выберите итог"))],
        choices=[SelectChoice(YES, _("Звание присвоено или призовое место")), SelectChoice(NO, _("Не присвоено"))],
    )  # fmt: skip
    answer = TextAreaField(_("Что ответили"), [Optional(), _length(LONGEST_TEXT)])


class EntryForm(BaseForm):
    """An entry of the board."""

    achievement = TextAreaField(
        _("Достижение"), [DataRequired(_("Напишите, за что человек на доске почёта")), _length(600)],
        description=_("Одно-два предложения. Без фамилий других людей"),
    )  # fmt: skip
    position = IntegerField(
        _("Место по порядку"), [Optional(), NumberRange(min=0, max=999, message=_("Число от 0 до 999"))],
        description=_("Меньшее число – выше"),
    )  # fmt: skip
    photo = FileField(_("Фотография"), description=_("JPG, PNG или WEBP. Её увидят, только пока разрешена публикация"))
    drops_photo = BooleanField(_("Убрать фотографию"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        chosen: Any = self.photo.data
        upload = (chosen.stream, chosen.filename) if chosen and getattr(chosen, "filename", "") else None
        return {"achievement": self.achievement.data or "", "position": self.position.data or 0, "upload": upload,
                "drops_photo": bool(self.drops_photo.data)}  # fmt: skip
