"""Forms of a map as a whole, of a mark, of resources."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length

from portal.access.roles import Role
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import sensible_day
from portal.people.sensitive_words import HINT
from portal.programs.forms.uploads import upload_of
from portal.programs.roadmaps.definitions import ready_maps
from portal.programs.roadmaps.labels import RESOURCES, time_label
from portal.programs.roadmaps.models import Roadmap, RoadmapOccurrence, RoadmapStep

EMPTY = "empty"
CONTROLLERS = (Role.DIRECTOR, Role.FORM_LEAD, Role.CURATOR, Role.METHODOLOGIST, Role.OPERATOR, Role.DEPARTMENT)
LONGEST_WORDS, LONGEST_TEXT = 200, 1000
SHORTER = _("Сократите до 200 знаков")
INSIDE, OUTSIDE = "inside", "outside"


class NewMapForm(CreatingForm):
    """Where the map of a year comes from."""

    cycle = StringField(_("Год"))
    source = RadioField(_("С чего начать"), [InputRequired(_("Выберите, с чего начать"))], choices=[])
    skip_past = BooleanField(
        _("Шаги, срок которых прошёл до начала года, сразу пометить «не применяется»"), default=True
    )

    def offer(self, pattern: str, earlier: Sequence[Roadmap]) -> None:
        """Maps of earlier years first, then the ready ones, that of the programme's pattern first."""
        own = [SelectChoice(each.public_id, _("Карта прошлого года: %(name)s", name=each.cycle.name))
               for each in earlier]  # fmt: skip
        ready = sorted(ready_maps().values(), key=lambda each: each.code != pattern)
        said = [SelectChoice(each.code, f"{each.title}: {each.source}") for each in ready]
        offered = [*own, *said, SelectChoice(EMPTY, _("Пустая: шаги добавим сами"))]
        self.source.choices = offered
        if not self.source.data:
            self.source.data = offered[0].value


class MapForm(BaseForm):
    """How the map is called and who watches over it."""

    title = StringField(_("Название"), [DataRequired(_("Назовите карту")), Length(max=LONGEST_WORDS, message=SHORTER)])
    controller = SelectField(_("Кто следит за выполнением"), choices=[SelectChoice(each.value, each.label)
                                                                      for each in CONTROLLERS])  # fmt: skip


class MarkForm(CreatingForm):
    """That a step is done, and what proves it; the view gives the times and the documents."""

    occurrence = SelectField(_("За какой срок"), choices=[])
    done_on = RussianDateField(_("Когда выполнено"), [InputRequired(_("Укажите день")), sensible_day])
    comment = TextAreaField(
        _("Чем подтверждается"), [Length(max=LONGEST_TEXT, message=_("Сократите до 1000 знаков"))], description=HINT
    )
    document = SelectField(_("Документ портала"), choices=[])
    file = FileField(_("Файл"))

    def offer(self, step: RoadmapStep, documents: Sequence[tuple[str, str]]) -> None:
        """Times that are not closed, the nearest first."""
        waiting = [each for each in step.occurrences if each.done_on is None]
        self.occurrence.choices = [SelectChoice(each.public_id, time_label(each, step)) for each in waiting]
        self.document.choices = [SelectChoice("", _("Не выбран")), *(SelectChoice(*each) for each in documents)]

    def chosen(self, step: RoadmapStep) -> RoadmapOccurrence:
        """The time that was chosen; the form was validated."""
        return next(each for each in step.occurrences if each.public_id == self.occurrence.data)

    @property
    def day(self) -> date:
        """When it was done."""
        day: Any = self.done_on.data
        return date(day.year, day.month, day.day)

    @property
    def upload(self) -> Any:
        """The file as (stream, name), or None."""
        return upload_of(self.file)


class SkipForm(BaseForm):
    """Why a step does not apply this year."""

    reason = StringField(
        _("Почему шаг не применяется"),
        [DataRequired(_("Напишите, почему шаг не применяется")), Length(max=LONGEST_WORDS, message=SHORTER)],
    )


class ResourceForm(CreatingForm):
    """What the programme rests on."""

    kind = SelectField(_("Вид"), choices=worded(RESOURCES))
    name = StringField(
        _("Что это"), [DataRequired(_("Назовите ресурс")), Length(max=LONGEST_WORDS, message=SHORTER)],
        description=_("Например, «Кабинет с оборудованием». Без имён"),
    )  # fmt: skip
    origin = RadioField(
        _("Откуда"), [InputRequired(_("Выберите, откуда ресурс"))], default=INSIDE,
        choices=[SelectChoice(INSIDE, _("Свой")), SelectChoice(OUTSIDE, _("От партнёра, внешний"))],
    )  # fmt: skip
    source = StringField(_("Источник"), [Length(max=LONGEST_WORDS, message=SHORTER)])
