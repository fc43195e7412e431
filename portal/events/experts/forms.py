"""Forms of experts."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.events.experts.models import Expert
from portal.events.forms import LONGEST_LINE
from portal.events.models import Event
from portal.people.forms.days import sensible_day
from portal.people.models import Organization

MOST_LINKS, LONGEST_QUESTION = 20, 3_000
_short = Length(max=LONGEST_LINE, message=_("Сократите до %(n)s знаков", n=LONGEST_LINE))
_long = Length(max=LONGEST_QUESTION, message=_("Сократите до %(n)s знаков", n=LONGEST_QUESTION))
_PLACE = re.compile(r"https://[^\s\"'<>\\]{1,290}|/(?:library|practices|events|courses)/[\w-]{1,60}")


class ExpertForm(CreatingForm):
    """Who, in what, on what basis the name is shown."""

    version = HiddenField()
    person = HiddenField()
    organization = SelectField(_("Чей эксперт"), choices=[], validate_choice=False)
    name = StringField(_("Имя"), [Optional(), _short], description=_("Как эксперт просит себя называть"))
    post = StringField(_("Кто это"), [Optional(), _short], description=_("Должность и место работы"))
    topics = TextAreaField(_("Темы"), [DataRequired(_("Назовите хотя бы одну тему")), _long],
                           description=_("По одной в строке"))  # fmt: skip
    about = TextAreaField(_("Чем может помочь"), [Optional(), _long])
    links = TextAreaField(
        _("Материалы"), [Optional(), _long],
        description=_("По одному в строке: название и адрес, например: Памятка о первом уроке /library/…"),
    )  # fmt: skip
    events = SelectMultipleField(_("События"), [Optional()], choices=[], validate_choice=False)
    agreement = StringField(_("Как договорились"), [Optional(), _short],
                            description=_("Письмо, договор, разговор: на чём держится показ имени"))  # fmt: skip
    agreed_on = RussianDateField(_("День договорённости"), [Optional(), sensible_day],
                                 description=_("Пока дня нет, эксперта видят только организаторы"))  # fmt: skip

    def validate_links(self, field: TextAreaField) -> None:
        """A label and an address each: a page of the portal or https."""
        for line in _lines(field.data):
            if not _PLACE.fullmatch(line.rpartition(" ")[2]):
                raise ValidationError(_("В конце строки – адрес /library/… или https://…: %(line)s", line=line[:80]))
        if len(_lines(field.data)) > MOST_LINKS:
            raise ValidationError(_("Не больше %(n)s ссылок", n=MOST_LINKS))

    def validate(self, extra_validators: Any = None) -> bool:
        """An outside expert has a name; an agreement has a day and words."""
        is_valid = bool(super().validate(extra_validators))
        is_inside = bool(self.person.data)
        problems = [
            (self.name, not is_inside and not (self.name.data or "").strip(), _("Назовите эксперта")),
            (self.agreed_on, self.agreement.data and not self.agreed_on.data, _("Укажите день")),
            (self.agreement, self.agreed_on.data and not self.agreement.data, _("Напишите, как договорились")),
        ]
        for field, is_wrong, message in problems:
            if is_wrong:
                field.errors, is_valid = [*field.errors, message], False
        return is_valid

    def offer(self, organizations: Sequence[Organization], events: Sequence[Event]) -> None:
        """Give the choices."""
        self.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
        self.events.choices = [SelectChoice(each.public_id, each.title) for each in events]

    def fill(self, expert: Expert) -> None:
        """Show what stands."""
        self.version.data = str(expert.version)
        self.person.data = expert.person.public_id if expert.person else ""
        self.links.data = "\n".join(f"{label} {address}" for label, address in expert.links)
        self.events.data = [each.public_id for each in expert.events]

    def facts(self, events: Sequence[Event], *, is_inside: bool) -> dict[str, Any]:
        """What the actions take; somebody of the portal is named by the register and shown by consent."""
        chosen = set(self.events.data or ())
        pairs = [line.rpartition(" ") for line in _lines(self.links.data)]
        said: dict[str, Any] = {
            "post": self.post.data or "", "topics": "\n".join(_lines(self.topics.data)), "about": self.about.data or "",
            "links": [[label.strip() or address, address] for label, _space, address in pairs],
            "events": [each.id for each in events if each.public_id in chosen],
        }  # fmt: skip
        if not is_inside:
            said |= {"name": self.name.data or "", "agreement": self.agreement.data or "",
                     "agreed_on": self.agreed_on.data}  # fmt: skip
        return said


class AskForm(CreatingForm):
    """A question to an expert."""

    text = TextAreaField(_("Ваш вопрос"), [DataRequired(_("Напишите вопрос")), _long])


class AnswerForm(BaseForm):
    """An answer."""

    answer = TextAreaField(_("Ответ"), [DataRequired(_("Напишите ответ")), _long])


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
