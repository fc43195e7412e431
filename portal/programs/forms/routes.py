"""Forms of an approval route: a step, and a route of its own for a format or a category."""

from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from portal.core.i18n import _
from portal.core.web.forms import CreatingForm
from portal.people.forms.choices import worded
from portal.people.labels import BODY_KINDS
from portal.programs.definitions import formats
from portal.programs.kinds import RouteSubject
from portal.programs.labels import ACTING, ACTIONS, SIDES, SUBJECTS
from portal.programs.routes import RouteStep

LONGEST_WORDS = 200


class StepForm(CreatingForm):
    """One step more: what happens and who does it."""

    action = RadioField(_("Что происходит"), [InputRequired(_("Выберите, что происходит"))], choices=worded(ACTIONS))
    roles = SelectMultipleField(
        _("Кто действует"), choices=[SelectChoice(role.value, role.label) for role in ACTING],
        description=_("Если отмечено несколько, достаточно одного из них"),
    )  # fmt: skip
    bodies = SelectMultipleField(_("Или коллегиальный орган"), choices=worded(BODY_KINDS))
    words = StringField(
        _("Как у вас называют"), [Length(max=LONGEST_WORDS, message=_("Сократите до 200 знаков"))],
        description=_("Например, «Заместитель директора по УМР». Без имён: люди меняются"),
    )  # fmt: skip
    note = StringField(_("Пояснение"), [Length(max=LONGEST_WORDS, message=_("Сократите до 200 знаков"))])

    def validate_roles(self, field: SelectMultipleField) -> None:
        """Somebody has to act."""
        if not field.data and not self.bodies.data:
            raise ValidationError(_("Отметьте роль или коллегиальный орган"))

    @property
    def step(self) -> RouteStep:
        """What was entered."""
        chosen: dict[str, Any] = self.values
        return RouteStep(
            action=chosen["action"], roles=tuple(chosen["roles"] or ()), bodies=tuple(chosen["bodies"] or ()),
            words=chosen["words"] or "", note=chosen["note"] or "",
        )  # fmt: skip


class NewRouteForm(CreatingForm):
    """Which pairs or which part of a base get a route of their own."""

    subject = RadioField(_("Что утверждают"), [InputRequired(_("Выберите, что утверждают"))], choices=worded(SUBJECTS))
    format = SelectField(_("Форма"), choices=[], description=_("Для пар и групп: у формы может быть свой порядок"))
    category = SelectField(
        _("Категория"), choices=[SelectChoice("", _("Любая")), *worded(SIDES)],
        description=_("Для баз: например, студентов и педагогов утверждают по-разному"),
    )  # fmt: skip

    def offer_formats(self, names: dict[str, str]) -> None:
        """Under the names of the programme."""
        named = [SelectChoice(code, names.get(code, each.name)) for code, each in formats().items()]
        self.format.choices = [SelectChoice("", _("Любая")), *named]

    def validate_format(self, field: SelectField) -> None:
        """Pairs are told apart by format."""
        if self.subject.data == RouteSubject.PAIR and not field.data:
            raise ValidationError(_("Выберите форму"))

    def validate_category(self, field: SelectField) -> None:
        """Bases are told apart by category."""
        if self.subject.data in (RouteSubject.MENTEES, RouteSubject.MENTORS) and not field.data:
            raise ValidationError(_("Выберите категорию"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        subject = RouteSubject(self.subject.data)
        is_pair = subject is RouteSubject.PAIR
        return {
            "subject": subject,
            "format_code": self.format.data if is_pair else "",
            "category": "" if is_pair else self.category.data,
        }
