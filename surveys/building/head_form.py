"""Forms of a new questionnaire and of what stands around its questions."""

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from portal.access.roles import Role
from portal.core.i18n import _
from portal.core.web.forms import BaseForm, CreatingForm
from surveys.definitions import QuestionnaireDefinition
from surveys.labels import PURPOSES

READERS = (Role.CURATOR, Role.MENTOR, Role.PSYCHOLOGIST, Role.GROUP_CURATOR, Role.METHODOLOGIST)


class StartForm(CreatingForm):
    """How the new questionnaire is called and whose it is; `source` names the one that is copied."""

    source = HiddenField()
    title = StringField(
        _("Название анкеты"),
        [
            DataRequired(_("Напишите, как называется анкета")),
            Length(max=200, message=_("Сократите название до 200 знаков")),
        ],
    )
    organization = SelectField(_("Организация"), validate_choice=False)


class HeadForm(BaseForm):
    """What stands around the questions."""

    seen = HiddenField()
    title = StringField(
        _("Название анкеты"),
        [
            DataRequired(_("Напишите, как называется анкета")),
            Length(max=200, message=_("Сократите название до 200 знаков")),
        ],
    )
    intro = TextAreaField(
        _("Вступление"), [Length(max=2_000, message=_("Сократите до 2000 знаков"))],
        description=_("Зачем спрашиваем и что будет с ответами. Это первое, что прочтёт участник"),
    )  # fmt: skip
    thanks = TextAreaField(_("Слова после отправки"), [Length(max=1_000, message=_("Сократите до 1000 знаков"))])
    minutes = IntegerField(
        _("Сколько минут занимает"),
        [Optional(), NumberRange(1, 180, message=_("Укажите число минут от 1 до 180"))],
    )
    purpose = SelectField(
        _("Назначение"),
        choices=[SelectChoice("", _("Другое")), *(SelectChoice(*pair) for pair in PURPOSES.items())],
        default="",
    )
    anonymous = BooleanField(_("Обычно без имён"))
    visible_to = SelectMultipleField(
        _("Кто читает ответы с именами"), choices=[SelectChoice(role.value, role.label) for role in READERS]
    )


def head_of(definition: QuestionnaireDefinition) -> dict[str, Any]:
    """What the form of the head shows, by name of the field."""
    names = ("title", "intro", "thanks", "minutes", "purpose", "anonymous", "visible_to")
    return {name: getattr(definition, name) for name in names}
