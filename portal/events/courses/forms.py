"""Forms of courses."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.events.courses.models import Course, CourseSession
from portal.events.forms import LONGEST_LINE, MOST_HOURS, is_address, is_time, moment_of
from portal.people.forms.days import day_of, sensible_day

MOST_HOURS_A_DAY, MOST_NEEDED = 12, 100
_short = Length(max=LONGEST_LINE, message=_("Сократите до %(n)s знаков", n=LONGEST_LINE))


class CourseForm(BaseForm):
    """What the course asks for and gives."""

    version = HiddenField()
    min_sessions = IntegerField(
        _("Сколько занятий посетить, чтобы пройти курс"),
        [InputRequired(_("Укажите число занятий")), NumberRange(1, MOST_NEEDED, _("От 1 до %(n)s", n=MOST_NEEDED))],
    )
    pair_hours = IntegerField(
        _("Сколько часов может дать работа пары"),
        [Optional(), NumberRange(0, MOST_HOURS, _("От 0 до %(n)s", n=MOST_HOURS))],
        description=_("Считаются встречи пары за время курса, которые подтвердили обе стороны. Пусто: не считаются"),
    )
    paper = StringField(_("Что выдаём"), [Optional(), _short], description=_("Пусто: «Сертификат»"))

    def fill(self, course: Course | None, n_sessions: int) -> None:
        """Show what stands; for a new course all of its sessions."""
        self.min_sessions.data = course.min_sessions if course else max(1, n_sessions)
        self.pair_hours.data = course.pair_hours if course else 0
        self.paper.data = course.paper if course else ""
        self.version.data = str(course.version) if course else "0"

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"min_sessions": self.min_sessions.data, "pair_hours": self.pair_hours.data or 0,
                "paper": self.paper.data or ""}  # fmt: skip


class SessionForm(CreatingForm):
    """One session: what, when, where, how many hours it counts."""

    version = HiddenField()
    title = StringField(_("Тема занятия"), [DataRequired(_("Назовите тему")), _short])
    day = RussianDateField(_("День"), [InputRequired(_("Укажите день")), sensible_day])
    begins = StringField(_("Начало"), [DataRequired(_("Укажите время начала")), is_time],
                         description=_("Например 14:00"))  # fmt: skip
    ends = StringField(_("Конец"), [DataRequired(_("Укажите время окончания")), is_time])
    hours = IntegerField(
        _("Сколько часов засчитать"),
        [InputRequired(_("Укажите часы целым числом")),
         NumberRange(1, MOST_HOURS_A_DAY, _("От 1 до %(n)s", n=MOST_HOURS_A_DAY))],
    )  # fmt: skip
    place = StringField(_("Место"), [Optional(), _short])
    link = StringField(_("Ссылка на трансляцию"), [Optional(), _short, is_address],
                       description=_("Её видят те, у кого есть место"))  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """A session ends after it began."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid:
            starts_at, ends_at = self._span("UTC")
            if ends_at <= starts_at:
                self.ends.errors, is_valid = [_("Конец раньше начала")], False
        return is_valid

    def facts(self, zone: str) -> dict[str, Any]:
        """What the action takes; times are those of `zone`."""
        starts_at, ends_at = self._span(zone)
        return {"title": self.title.data or "", "starts_at": starts_at, "ends_at": ends_at, "hours": self.hours.data,
                "place": self.place.data or "", "link": self.link.data or ""}  # fmt: skip

    def fill(self, session: CourseSession, zone: str) -> None:
        """Show what stands."""
        starts, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (session.starts_at, session.ends_at))
        self.version.data = str(session.version)
        self.day.data, self.begins.data, self.ends.data = starts.date(), f"{starts:%H:%M}", f"{ends:%H:%M}"

    def _span(self, zone: str) -> tuple[datetime, datetime]:
        day = day_of(self.day)
        return moment_of(day, self.begins.data, zone), moment_of(day, self.ends.data, zone)
