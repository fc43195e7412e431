"""The form of an item of the programme."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.forms import CreatingForm
from portal.events.finals.kinds import Presents
from portal.events.finals.labels import PRESENTS
from portal.events.finals.models import ProgrammeItem
from portal.events.forms import LONGEST_LINE, is_time
from portal.events.models import EventRegistration
from portal.people.forms.choices import worded

_short = Length(max=LONGEST_LINE, message=_("Сократите до %(n)s знаков", n=LONGEST_LINE))


class ItemForm(CreatingForm):
    """What is presented, when and by whom."""

    version = HiddenField()
    begins = StringField(_("Время"), [Optional(), is_time], description=_("Например 10:30"))
    presents = SelectField(_("Что это"), [InputRequired(_("Выберите из списка"))], choices=worded(PRESENTS))
    title = StringField(_("Название"), [DataRequired(_("Назовите пункт программы")), _short])
    presenters = SelectMultipleField(
        _("Кто представляет"), [Optional()], choices=[], validate_choice=False,
        description=_("Из тех, кто записан. Без согласия на публикацию имя видят только организаторы"),
    )  # fmt: skip
    guests = StringField(_("Гости"), [Optional(), _short],
                         description=_("Имена тех, кого нет на портале и кто согласен, что их увидят все"))  # fmt: skip
    link = StringField(_("Ссылка на практику"), [Optional(), _short], description=_("Адрес её страницы на портале"))

    def validate_link(self, field: StringField) -> None:
        """A page of the bank; the address of this portal before it is cut off."""
        if field.data:
            found = re.fullmatch(r"(?:https?://[^/\s]+)?(/practices/[\w-]+)/?", field.data)
            if found is None:
                raise ValidationError(_("Скопируйте адрес страницы практики: /practices/…"))
            field.data = found[1]

    def offer(self, people: Sequence[EventRegistration]) -> None:
        """Who may be chosen."""
        self.presenters.choices = [SelectChoice(each.public_id, each.person.full_name) for each in people]

    def fill(self, item: ProgrammeItem, people: Sequence[EventRegistration]) -> None:
        """Show what stands."""
        stands = {each.person_id for each in item.presenters}
        self.version.data = str(item.version)
        self.presenters.data = [each.public_id for each in people if each.person_id in stands]

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "begins": (self.begins.data or "").replace(".", ":"), "presents": Presents(self.presents.data),
            "title": self.title.data or "", "guests": self.guests.data or "", "link": self.link.data or "",
            "presenters": list(self.presenters.data or []),
        }  # fmt: skip
