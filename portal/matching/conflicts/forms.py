"""Forms of the conflict list."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.matching.conflicts.models import LONGEST_REASON
from portal.people.forms.days import day_of, sensible_day
from portal.people.models import Person
from portal.people.sensitive_words import HINT

LONGEST_NAME = 150
SIDES = ("first", "second")


def _name(label: str) -> StringField:
    return StringField(
        label,
        [DataRequired(_("Напишите фамилию и имя")),
         Length(max=LONGEST_NAME, message=_("Сократите до %(n)s знаков", n=LONGEST_NAME))],
        description=_("Фамилия и имя полностью, как в реестре"),
    )  # fmt: skip


class ConflictForm(BaseForm):
    """Why and from when to when."""

    reason = TextAreaField(
        _("Почему"),
        [DataRequired(_("Напишите, почему этих людей нельзя ставить в пару")),
         Length(max=LONGEST_REASON, message=_("Сократите до %(n)s знаков", n=LONGEST_REASON))],
        description=_("Например: родные, один руководит другим, открытый конфликт.") + f" {HINT}",
    )  # fmt: skip
    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите день")), sensible_day])
    ends_on = RussianDateField(
        _("По какой день"), [Optional(), sensible_day], description=_("Оставьте пустым, если срока нет")
    )

    def validate_ends_on(self, field: RussianDateField) -> None:
        """No end before the beginning."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Последний день раньше первого"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"reason": self.reason.data or "", "starts_on": day_of(self.starts_on), "ends_on": self.ends_on.data}


class NewConflictForm(ConflictForm, CreatingForm):
    """The same with the two people; of namesakes one is chosen."""

    first = _name(_("Первый человек"))
    first_is = RadioField(_("Кто именно первый"), [Optional()], choices=[], validate_choice=False)
    second = _name(_("Второй человек"))
    second_is = RadioField(_("Кто именно второй"), [Optional()], choices=[], validate_choice=False)

    def one_of(self, side: str, found: Sequence[Person]) -> Person | None:
        """The person who is meant on the side; None with an error on the field where that is not clear."""
        name, which = self[side], self[f"{side}_is"]
        if len(found) == 1:
            return found[0]
        if not found:
            name.errors = [_("Здесь нет человека с таким именем. Напишите фамилию и имя, как в реестре.")]
            return None
        which.choices = [SelectChoice(each.public_id, _told_apart(each)) for each in found]
        chosen = next((each for each in found if each.public_id == which.data), None)
        if chosen is None:
            which.errors = [_("Людей с таким именем несколько: выберите одного")]
        return chosen


def _told_apart(person: Person) -> str:
    return f"{person.full_name}, {person.birth_on.year}" if person.birth_on else person.full_name
