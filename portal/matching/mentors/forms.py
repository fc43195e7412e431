"""Forms of the base of mentors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.matching.forms import OTHERS, languages_field
from portal.matching.kinds import Origin
from portal.matching.languages import RUSSIAN
from portal.matching.mentors.actions import ProfileFacts
from portal.matching.mentors.criteria import POINTS, Criterion
from portal.matching.mentors.kinds import TraitKind
from portal.matching.mentors.labels import (
    AGES,
    AREAS,
    CATEGORIES,
    CHANNELS,
    DAYTIMES,
    MINUTES,
    TRAINING,
    TYPES,
    WEEKDAYS,
)
from portal.matching.mentors.models import MOST_PLACES, MentorProfile, MentorScore
from portal.matching.mentors.queries import MentorOpening, OwnWords
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.sensitive_words import HINT, sensitive_words

LONGEST_TEXT, LONGEST_LINE = 1_000, 200
_SHORTER = Length(max=LONGEST_LINE, message=_("Сократите до %(n)s знаков", n=LONGEST_LINE))


def _text(label: str, description: str = "", needed: str = "") -> TextAreaField:
    first = DataRequired(needed) if needed else Optional()
    fits = Length(max=LONGEST_TEXT, message=_("Сократите до %(n)s знаков", n=LONGEST_TEXT))
    return TextAreaField(label, [first, fits], description=f"{description} {HINT}".strip())


def _several(label: str, words: Mapping[Any, str], description: str = "") -> SelectMultipleField:
    return SelectMultipleField(
        label, [Optional()], choices=worded(words), validate_choice=False, description=description
    )


class OfferFields(BaseForm):
    """As whom and in which formats; the view gives the openings."""

    opening = RadioField(_("В качестве кого"), [InputRequired(_("Выберите, в качестве кого"))], choices=[],
                         validate_choice=False)  # fmt: skip
    formats = SelectMultipleField(_("Формы наставничества"), [DataRequired(_("Выберите хотя бы одну форму"))],
                                  choices=[], validate_choice=False)  # fmt: skip

    def offer(self, openings: Sequence[MentorOpening]) -> None:
        """Give the choices: categories with the organisation, formats of all of them."""
        self.opening.choices = [
            SelectChoice(each.key, f"{CATEGORIES[each.category]}, {each.organization.short_name}") for each in openings
        ]
        names: dict[str, str] = {}
        for each in openings:
            names |= {code: name for code, name in each.formats.items() if code not in names}
        self.formats.choices = [SelectChoice(code, name) for code, name in names.items()]
        if openings and not self.opening.data:
            self.opening.data = openings[0].key
        if len(names) == 1 and not self.is_submitted():
            self.formats.data = list(names)

    def chosen(self, openings: Sequence[MentorOpening]) -> MentorOpening | None:
        """The opening that was chosen, if it is one of these."""
        return next((each for each in openings if each.key == self.opening.data), None)


class OfferForm(OfferFields, CreatingForm):
    """A person offers to be a mentor; the rest of the profile follows on its own page."""

    competences = _text(_("Чем вы можете помочь"), _("Что вы умеете и чему готовы научить."),
                        needed=_("Напишите, чем вы можете помочь"))  # fmt: skip
    about = _text(_("Опыт и намерения"), _("Кому и в чём вы уже помогали, зачем вам наставничество."))

    @property
    def facts(self) -> ProfileFacts:
        """What the action takes."""
        return ProfileFacts(competences=self.competences.data or "", about=self.about.data or "")


class NominationForm(OfferFields, CreatingForm):
    """Somebody brings a person into the base of mentors."""

    recommendation = _text(_("Почему этот человек"), _("В чём сильные стороны и кому поможет."),
                           needed=_("Напишите, почему вы представляете этого человека"))  # fmt: skip
    origin = SelectField(_("Кто представляет"), choices=worded(OTHERS))
    agreed_on = RussianDateField(
        _("День, когда человек согласился"), [Optional(), sensible_day],
        description=_("Оставьте пустым, если человека ещё не спросили: портал спросит"),
    )  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes besides the formats."""
        return {"origin": Origin(self.origin.data), "recommendation": self.recommendation.data or "",
                "agreed_on": self.agreed_on.data}  # fmt: skip


class ProfileForm(BaseForm):
    """The digital profile; the view gives the formats. A yes on paper is recorded by the staff alone."""

    formats = SelectMultipleField(_("Формы наставничества"), [DataRequired(_("Выберите хотя бы одну форму"))],
                                  choices=[], validate_choice=False)  # fmt: skip
    competences = _text(_("Чем помогает"), _("Умения, которыми наставник готов поделиться."))
    areas = _several(_("Области помощи"), AREAS)
    types = _several(_("Тип наставника"), TYPES)
    about = _text(_("Опыт и намерения"), _("Кому и в чём уже приходилось помогать, зачем наставничество."))
    achievements = _text(_("Достижения"), _("То, что важно для программы."))
    interests = _text(_("Интересы и увлечения"))
    ages = _several(_("С кем удобнее работать"), AGES)
    channels = _several(_("Как удобно общаться"), CHANNELS)
    languages = languages_field()
    minutes_week = SelectField(
        _("Времени в неделю"), choices=[SelectChoice("", _("Не указано")), *worded(MINUTES)], validate_choice=False
    )
    time_mon = _several(WEEKDAYS["mon"], DAYTIMES)
    time_tue = _several(WEEKDAYS["tue"], DAYTIMES)
    time_wed = _several(WEEKDAYS["wed"], DAYTIMES)
    time_thu = _several(WEEKDAYS["thu"], DAYTIMES)
    time_fri = _several(WEEKDAYS["fri"], DAYTIMES)
    time_sat = _several(WEEKDAYS["sat"], DAYTIMES)
    capacity = IntegerField(
        _("Сколько наставляемых сразу"),
        [InputRequired(_("Укажите число от 1 до %(n)s", n=MOST_PLACES)),
         NumberRange(1, MOST_PLACES, _("Укажите число от 1 до %(n)s", n=MOST_PLACES))],
        description=_("Больше, чем разрешает программа этого года, наставляемых не назначат"),
    )  # fmt: skip
    training = _several(_("Чему хотелось бы научиться"), TRAINING)
    agreed_on = RussianDateField(
        _("День, когда человек согласился"), [Optional(), sensible_day],
        description=_("Если согласие дано не на портале"),
    )  # fmt: skip

    KINDS: ClassVar[Mapping[str, TraitKind]] = {
        "areas": TraitKind.AREA, "types": TraitKind.TYPE, "ages": TraitKind.AGE, "channels": TraitKind.CHANNEL,
        "languages": TraitKind.LANGUAGE, "training": TraitKind.TRAINING,
    }  # fmt: skip

    @classmethod
    def of(cls, profile: MentorProfile) -> "ProfileForm":
        """The form as the profile stands."""
        texts = {name: getattr(profile, name) for name in ("competences", "about", "achievements", "interests")}
        chosen = {name: profile.codes_of(kind) for name, kind in cls.KINDS.items()}
        chosen["languages"] = chosen["languages"] or [RUSSIAN]
        times = profile.codes_of(TraitKind.TIME)
        days = {f"time_{day}": [code.partition(".")[2] for code in times if code.startswith(f"{day}.")]
                for day in WEEKDAYS}  # fmt: skip
        return cls(formdata=None, data={
            **texts, **chosen, **days, "formats": profile.format_codes, "capacity": profile.capacity,
            "minutes_week": str(profile.minutes_week or ""), "agreed_on": profile.agreed_on,
        })  # fmt: skip

    def take(self, said: OwnWords) -> None:
        """Put what the person answered in place of what stands; nothing is saved by it."""
        for name, text in said.texts.items():
            self._fields[name].data = text
        for name, kind in self.KINDS.items():
            if kind in said.traits:
                self._fields[name].data = list(said.traits[kind])
        if TraitKind.TIME in said.traits:
            for day in WEEKDAYS:
                parts = [each.partition(".")[2] for each in said.traits[TraitKind.TIME] if each.startswith(f"{day}.")]
                self._fields[f"time_{day}"].data = parts
        if said.capacity is not None:
            self.capacity.data = said.capacity
        if said.minutes_week is not None:
            self.minutes_week.data = str(said.minutes_week)

    def offer(self, formats: Mapping[str, str]) -> None:
        """Give the formats, by code."""
        self.formats.choices = worded(formats)

    @property
    def time_rows(self) -> list[tuple[str, str]]:
        """Fields of the grid with their days."""
        return [(f"time_{day}", words) for day, words in WEEKDAYS.items()]

    @property
    def times(self) -> dict[str, list[str]]:
        """Parts of days by field, for the grid of the page."""
        return {f"time_{day}": list(self._fields[f"time_{day}"].data or ()) for day in WEEKDAYS}

    @property
    def facts(self) -> ProfileFacts:
        """What the action takes."""
        traits = {kind: list(self._fields[name].data or ()) for name, kind in self.KINDS.items()}
        traits[TraitKind.TIME] = [f"{day}.{part}" for day in WEEKDAYS for part in self.times[f"time_{day}"]]
        said = self.minutes_week.data or ""
        return ProfileFacts(
            competences=self.competences.data or "", about=self.about.data or "",
            achievements=self.achievements.data or "", interests=self.interests.data or "",
            minutes_week=int(said) if said in map(str, MINUTES) else None,
            capacity=int(self.capacity.data or 1), traits=traits,
        )  # fmt: skip


class DecisionForm(BaseForm):
    """By whose decision the candidate enters the base."""

    decision = StringField(_("Чьё решение"), [DataRequired(_("Назовите решение")), _SHORTER],
                           description=_("Например: конкурсная комиссия, протокол № 3"))  # fmt: skip
    decided_on = RussianDateField(_("День решения"), [InputRequired(_("Укажите день решения")), sensible_day])

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"decision": self.decision.data or "", "decided_on": day_of(self.decided_on)}


class PauseForm(BaseForm):
    """From when, until when and why the mentor takes nobody."""

    starts_on = RussianDateField(_("Первый день паузы"), [InputRequired(_("Укажите первый день")), sensible_day])
    ends_on = RussianDateField(_("Последний день паузы"), [Optional(), sensible_day],
                               description=_("Оставьте пустым, если день возвращения пока не известен"))  # fmt: skip
    reason = StringField(_("Почему"), [Optional(), _SHORTER], description=HINT)

    def validate_ends_on(self, field: RussianDateField) -> None:
        """Not before the first day."""
        first: Any = self.starts_on.data
        if field.data and first and field.data < first:
            raise ValidationError(_("Последний день не раньше первого"))

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"starts_on": day_of(self.starts_on), "ends_on": self.ends_on.data, "reason": self.reason.data or ""}


class ReasonForm(BaseForm):
    """Why: said where there is something to say."""

    reason = StringField(_("Почему"), [Optional(), _SHORTER], description=HINT)


class RefusalForm(BaseForm):
    """Why the candidate does not enter the base: the person will read it."""

    reason = StringField(_("Почему"), [DataRequired(_("Напишите, почему")), _SHORTER], description=HINT)


def read_scores(
    posted: Mapping[str, str], asked: Iterable[Criterion]
) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    """Points and notes as the page posts them (`points-<code>`, `note-<code>`), and what is wrong, by criterion."""
    points, notes, wrong = {}, {}, {}
    for each in asked:
        said, note = posted.get(f"points-{each.code}", ""), posted.get(f"note-{each.code}", "").strip()
        if said in map(str, POINTS):
            points[each.code] = int(said)
        elif said:
            wrong[each.code] = _("Выберите балл из списка")
        if len(note) > LONGEST_LINE:
            wrong[each.code] = _("Сократите до %(n)s знаков", n=LONGEST_LINE)
        elif note and each.code not in points and each.code not in wrong:
            wrong[each.code] = _("Выберите балл: без него пояснение не сохранится")
        notes[each.code] = note
    return points, notes, wrong


def standing_scores(scores: Mapping[str, MentorScore]) -> tuple[dict[str, int], dict[str, str]]:
    """Points and notes as they stand, by criterion."""
    return ({code: each.points for code, each in scores.items()}, {code: each.note for code, each in scores.items()})


def doubtful(*texts: str) -> list[str]:
    """Words that do not belong there: said after saving, nothing is refused."""
    return sensitive_words(" ".join(texts))
