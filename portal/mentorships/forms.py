"""Forms of forming: a proposal, an answer, what was said at a step, a sitting, a proposal that is taken back."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core.i18n import _, ngettext
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import BaseForm, CreatingForm
from portal.matching.models import MentoringRequest
from portal.mentorships.actions import PairFacts, Said
from portal.mentorships.kinds import Outcome, Way
from portal.mentorships.labels import WAYS, actor_label
from portal.mentorships.models import MentorshipMember
from portal.mentorships.queries.choosing import FreeMentor
from portal.people.forms.choices import worded
from portal.people.forms.days import day_of, sensible_day
from portal.people.models import Group
from portal.people.sensitive_words import HINT
from portal.programs.definitions import role_patterns
from portal.programs.kinds import StepAction
from portal.programs.routes import RouteStep

LONGEST_TEXT = 1_000
YES_NO = {Outcome.YES: _("Да"), Outcome.NO: _("Нет")}


def _limit() -> Length:
    return Length(max=LONGEST_TEXT, message=_("Сократите до %(n)s знаков", n=LONGEST_TEXT))


class ProposalForm(CreatingForm):
    """A pair or a group; the view gives mentors, requests and groups."""

    mentors = SelectMultipleField(_("Наставники"), [DataRequired(_("Выберите наставника"))], choices=[],
                                  validate_choice=False)  # fmt: skip
    requests = SelectMultipleField(_("Запросы наставляемых"), choices=[], validate_choice=False)
    group = SelectField(
        _("Или учебная группа целиком"), choices=[], validate_choice=False,
        description=_("Участниками станут все, кто дал согласие; дальше состав следует за списком группы"),
    )  # fmt: skip
    pattern = SelectField(_("Ролевая модель"), choices=[], validate_choice=False)
    goal = TextAreaField(
        _("Цель"), [_limit()], description=_("Если оставить пустым, целью станет запрос наставляемого.") + f" {HINT}"
    )
    ways = SelectMultipleField(_("Как будет работать"), choices=worded(WAYS))
    planned_until = RussianDateField(
        _("Срок по плану"), [Optional(), sensible_day], description=_("Если оставить пустым: до конца года программы")
    )
    is_directive = BooleanField(_("Назначить директивно, не дожидаясь согласия"))
    directive = StringField(
        _("Почему директивно"),
        [_limit()],
        description=_("Только когда поиск не удался. Причина и отсутствие согласия останутся видны на странице пары"),
    )

    insists = BooleanField(_("Предложить эту пару всё равно"))

    def offer(self, mentors: Sequence[FreeMentor], asked: Sequence[MentoringRequest], groups: Sequence[Group],
              format_code: str) -> None:  # fmt: skip
        """Give the choices."""
        self.mentors.choices = [
            SelectChoice(each.profile.public_id, f"{each.profile.person.full_name} ({free_in_words(each)})")
            for each in mentors
        ]
        self.requests.choices = [SelectChoice(each.public_id, each.person.full_name) for each in asked]
        self.group.choices = [SelectChoice("", _("Нет")), *(SelectChoice(each.public_id, each.name) for each in groups)]
        patterns = {code: each.name for code, each in role_patterns().items() if each.format == format_code}
        self.pattern.choices = [SelectChoice("", _("Не выбрана")), *worded(patterns)]

    def validate_requests(self, field: SelectMultipleField) -> None:
        """Somebody has to be the mentee."""
        if not field.data and not self.group.data:
            raise ValidationError(_("Выберите запрос или группу"))

    def validate_directive(self, field: StringField) -> None:
        """An exception has a reason."""
        if self.is_directive.data and not (field.data or "").strip():
            raise ValidationError(_("Напишите, почему наставник назначается директивно"))

    @property
    def facts(self) -> PairFacts:
        """What the action takes."""
        ways = [way for way in Way if way in (self.ways.data or ())]
        return PairFacts(pattern=self.pattern.data or "", ways=ways, goal=self.goal.data or "",
                         planned_until=self.planned_until.data)  # fmt: skip


class AnswerForm(BaseForm):
    """Yes or no of one member; the view gives for whom the reader may answer."""

    member = RadioField(_("За кого ответ"), [InputRequired(_("Выберите участника"))], choices=[], validate_choice=False)
    answer = RadioField(_("Ответ"), [InputRequired(_("Выберите ответ"))], choices=worded(YES_NO))
    reason = StringField(_("Если нет, то почему"), [_limit()])

    def offer(self, members: Sequence[MentorshipMember]) -> None:
        """Give the choices; the only one is chosen."""
        self.member.choices = [SelectChoice(each.public_id, each.person.full_name) for each in members]
        if len(members) == 1 and not self.member.data:
            self.member.data = members[0].public_id

    @property
    def is_yes(self) -> bool:
        return bool(self.answer.data == Outcome.YES)


class PaperForm(AnswerForm):
    """The same as it stands on paper."""

    answered_on = RussianDateField(_("День на бумаге"), [InputRequired(_("Укажите день")), sensible_day])


class StepForm(BaseForm):
    """What was said at a step."""

    outcome = RadioField(_("Что решено"), [InputRequired(_("Выберите, что решено"))], choices=worded(YES_NO))
    body = RadioField(_("Кто сказал"), [InputRequired(_("Выберите, кто это сказал"))], choices=[])
    acted_on = RussianDateField(_("День"), [InputRequired(_("Укажите день")), sensible_day])
    words = TextAreaField(_("Слова"), [_limit()])

    def offer(self, step: RouteStep) -> None:
        """Give the bodies and roles of the step, and the words that fit it."""
        codes = (*step.bodies, *step.roles)
        self.body.choices = [SelectChoice(code, actor_label(code)) for code in codes]
        if len(codes) == 1:
            self.body.data = self.body.data or codes[0]
        if step.bodies:
            self.words.label.text = _("Протокол: номер, дата, что сказано")
        elif step.code == "trial":
            self.words.label.text = _("Что сказали обе стороны")
        elif step.action == StepAction.OPINION:
            self.words.label.text = _("Мнение")

    @property
    def said(self) -> Said:
        """What the action takes."""
        return Said(outcome=Outcome(self.outcome.data), acted_on=day_of(self.acted_on), body=self.body.data or "",
                    words=self.words.data or "")  # fmt: skip


class SittingForm(BaseForm):
    """One decision of a body about many pairs."""

    outcome = RadioField(_("Что решено"), [InputRequired(_("Выберите, что решено"))], choices=worded(YES_NO))
    acted_on = RussianDateField(_("День заседания"), [InputRequired(_("Укажите день заседания")), sensible_day])
    words = StringField(_("Протокол"), [DataRequired(_("Назовите протокол")), _limit()],
                        description=_("Например: протокол № 4 от 12.10.2026"))  # fmt: skip

    def said_by(self, body: str) -> Said:
        """What the action takes."""
        return Said(outcome=Outcome(self.outcome.data), acted_on=day_of(self.acted_on), body=body,
                    words=self.words.data or "")  # fmt: skip


class TakingBackForm(BaseForm):
    """Why a proposal is taken back."""

    reason = StringField(_("Почему"), [DataRequired(_("Напишите, почему")), _limit()])

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"reason": self.reason.data or ""}


def free_in_words(each: FreeMentor) -> str:
    """«свободно 2 места из 3»."""
    free = ngettext("свободно %(num)s место", "свободно %(num)s мест", each.free)
    return _("%(free)s из %(most)s", free=free, most=each.most)
