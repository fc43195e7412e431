"""Forms of the bank."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.models import Organization
from portal.practices.kinds import Decision, Evidence, Level, Outcome, Section
from portal.practices.labels import EVIDENCE, LEVELS, LICENCE, OUTCOMES, SECTIONS, choices_of, dictionary
from portal.practices.sections import CODED, LABELS, ONE_OF

LONGEST_LINE, LONGEST_TEXT = 300, 10_000


def _length(most: int) -> Length:
    return Length(max=most, message=_("Сократите до %(n)s знаков", n=most))


def _line(name: str, description: str = "") -> StringField:
    return StringField(LABELS[name], [Optional(), _length(LONGEST_LINE)], description=description)


def _text(name: str, description: str = "") -> TextAreaField:
    return TextAreaField(LABELS[name], [Optional(), _length(LONGEST_TEXT)], description=description)


def _several(name: str) -> SelectMultipleField:
    choices = worded(choices_of(CODED[name]))
    return SelectMultipleField(LABELS[name], [Optional(), _known], choices=choices, validate_choice=False)


def _one_of(name: str) -> SelectField:
    choices = [SelectChoice("", _("Не выбрано")), *worded(dictionary(ONE_OF[name]))]
    return SelectField(LABELS[name], [Optional()], choices=choices)


def _known(form: BaseForm, field: SelectMultipleField) -> None:
    """Only what the page offers."""
    if not set(field.data or ()) <= {choice.value for choice in field.choices}:  # type: ignore[union-attr]
        raise ValidationError(_("Выберите из списка"))


class SectionForm(BaseForm):
    """One section of the editor; `seen` names what stood there when the form was drawn."""

    seen = HiddenField()

    @property
    def facts(self) -> dict[str, Any]:
        """Columns of the version."""
        return {name: field.data if isinstance(field.data, list) else field.data or ""
                for name, field in self._fields.items() if name in LABELS}  # fmt: skip


class EssenceForm(SectionForm):
    """What it is and which task it solves."""

    title = StringField(
        LABELS["title"], [DataRequired(_("Назовите практику")), _length(LONGEST_LINE)],
        description=_("Действие или образ, без «методической разработки»"),
    )  # fmt: skip
    summary = _text("summary")
    task = _text("task", _("Ситуация, для кого, по чему видно, что она есть"))


class AudienceForm(SectionForm):
    """For whom: what the bank is narrowed by."""

    formats = _several("formats")
    kinds = _several("kinds")
    participants = _several("participants")
    places = _several("places")
    needs = _several("needs")
    module = _one_of("module")


class ConditionsForm(SectionForm):
    """How long, how much of the mentor's time, at what expense."""

    duration = _line("duration", _("Например: 3 месяца"))
    hours = _one_of("hours")
    resources = _one_of("resources")
    supplies = _text("supplies", _("Люди, помещение, оборудование, документы: по одному на строке"))


class StepsForm(SectionForm):
    """Steps are rows that the view reads itself."""


class ResultsForm(SectionForm):
    """What changed; the rows are read by the view."""

    reasoning = _text("reasoning", _("Источник или логика: почему одно ведёт к другому"))
    cautions = _text("cautions", _("Это поле делает карточку честной"))
    links = _text("links", _("По одной ссылке на строке: исследование, публикация, запись"))

    def validate_links(self, field: TextAreaField) -> None:
        """Addresses that a browser opens, nothing else."""
        for line in (field.data or "").splitlines():
            if line.strip() and not line.strip().startswith(("https://", "http://")):
                raise ValidationError(_("Ссылка начинается с https://"))


class RightsForm(SectionForm):
    """Who may use the text; files have a form of their own."""

    licensed = BooleanField(LICENCE)
    depicted = BooleanField(_("Согласие людей на изображениях получено, или людей на них нет"))
    change_note = _text("change_note", _("Для новой версии: что стало иначе и почему"))

    def dated(self, today: date, licensed_on: date | None, depicted_on: date | None) -> dict[str, Any]:
        """The days on which the boxes were ticked; a box that stays ticked keeps its day."""
        return {
            "change_note": self.change_note.data or "",
            "licensed_on": (licensed_on or today) if self.licensed.data else None,
            "depicted_on": (depicted_on or today) if self.depicted.data else None,
        }


FORMS: dict[Section, type[SectionForm]] = {
    Section.ESSENCE: EssenceForm,
    Section.AUDIENCE: AudienceForm,
    Section.CONDITIONS: ConditionsForm,
    Section.STEPS: StepsForm,
    Section.RESULTS: ResultsForm,
    Section.RIGHTS: RightsForm,
}


class OfOrganization(CreatingForm):
    """Something that is made in the name of an organisation; the view gives those that may be chosen."""

    organization = SelectField(_("Организация"), choices=[], validate_choice=False)

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


class PracticeForm(OfOrganization):
    """A practice is begun by its name."""

    title = StringField(
        LABELS["title"], [DataRequired(_("Назовите практику")), _length(LONGEST_LINE)],
        description=_("Действие или образ: «Час тишины», «Урок-зеркало». Потом можно изменить"),
    )  # fmt: skip


class FileForm(CreatingForm):
    """A file with what it is."""

    file = FileField(_("Файл"), description=_("DOCX, XLSX, PDF, PNG или JPG, до 20 МБ"))
    description = StringField(
        _("Что в файле"), [DataRequired(_("Напишите, что в файле")), _length(LONGEST_LINE)],
        description=_("Например: бланк наблюдения"),
    )  # fmt: skip

    @property
    def upload(self) -> Any:
        """(stream, name), or None where nothing was chosen."""
        chosen: Any = self.file.data
        if not (chosen and getattr(chosen, "filename", "")):
            self.file.errors = [_("Выберите файл")]
            return None
        return chosen.stream, chosen.filename


class RemarkForm(CreatingForm):
    """What is wrong with one section."""

    section = SelectField(_("Раздел"), choices=worded(SECTIONS))
    text = TextAreaField(_("Замечание"), [DataRequired(_("Напишите замечание")), _length(2_000)])


class DecisionForm(BaseForm):
    """What a reviewer decides; the view gives the decisions that are possible now."""

    decision = RadioField(_("Решение"), [InputRequired(_("Выберите решение"))], choices=[])
    evidence = RadioField(
        _("Доказанность"), [Optional()],
        choices=[SelectChoice(str(level.value), word) for level, word in EVIDENCE.items()],
    )  # fmt: skip
    reason = TextAreaField(
        _("Почему отклонена"), [Optional(), _length(2_000)], description=_("Нужно, если практика отклоняется")
    )

    def validate_evidence(self, field: RadioField) -> None:
        """Nothing is published unweighed."""
        if self.decision.data == Decision.PUBLISH and not field.data:
            raise ValidationError(_("Выберите ступень доказанности"))

    def validate_reason(self, field: TextAreaField) -> None:
        """Nobody is rejected without a word."""
        if self.decision.data == Decision.REJECT and not (field.data or "").strip():
            raise ValidationError(_("Напишите, почему практика отклонена"))

    @property
    def level(self) -> Evidence:
        """The step that was chosen."""
        return Evidence(int(self.evidence.data or 1))


class ArchiveForm(BaseForm):
    """Why a practice is taken down."""

    reason = StringField(_("Почему"), [DataRequired(_("Напишите, почему практика снята")), _length(LONGEST_LINE)],
                         description=_("Причину увидит каждый, кто откроет страницу практики"))  # fmt: skip


class AdoptionForm(OfOrganization):
    """«Мы тоже используем»."""

    starts_on = RussianDateField(_("С какого дня"), [InputRequired(_("Укажите день")), sensible_day])
    note = TextAreaField(_("Что изменили под себя"), [Optional(), _length(1_000)], description=_("Без имён участников"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"starts_on": day_of(self.starts_on), "note": self.note.data or ""}


class OutcomeForm(BaseForm):
    """Sixty days later: three questions on one screen."""

    done = TextAreaField(_("Что сделали?"), [Optional(), _length(1_000)])
    changed = TextAreaField(_("Что изменили под себя?"), [Optional(), _length(1_000)])
    outcome = RadioField(_("Что получилось?"), [InputRequired(_("Выберите, что получилось"))], choices=worded(OUTCOMES))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"outcome": Outcome(self.outcome.data), "done": self.done.data or "", "changed": self.changed.data or ""}


class PresentationForm(CreatingForm):
    """Where a practice was told of."""

    held_on = RussianDateField(_("Когда"), [InputRequired(_("Укажите день")), sensible_day])
    level = SelectField(_("Уровень"), choices=worded(LEVELS))
    event = StringField(_("Где"), [DataRequired(_("Назовите мероприятие")), _length(LONGEST_LINE)],
                        description=_("Например: круглый стол «Техники и модели наставничества»"))  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"held_on": day_of(self.held_on), "level": Level(self.level.data), "event": self.event.data or ""}


class CollectionForm(OfOrganization):
    """A collection is begun by its name."""

    title = StringField(_("Название"), [DataRequired(_("Назовите подборку")), _length(LONGEST_LINE)])
    about = TextAreaField(_("Для кого и зачем"), [Optional(), _length(1_000)])
