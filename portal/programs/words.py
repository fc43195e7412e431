"""A year of a programme in words: what the page shows, and both texts when two people saved at once."""

from portal.core.i18n import _, ngettext, ru_date
from portal.programs.actions import Span
from portal.programs.cycle_settings import CycleSettings
from portal.programs.kinds import Ground, RuleForce
from portal.programs.labels import FORCES, GROUNDS, months_in_words

Words = dict[str, str]


def span_words(span: Span) -> Words:
    """The name and the days."""
    return {
        _("Название года"): span.name,
        _("Первый день"): ru_date(span.starts_on, "full"),
        _("Последний день"): ru_date(span.ends_on, "full"),
    }


def month_words(said: CycleSettings) -> Words:
    """When the bases are formed and put right, when pairs are formed."""
    correction = months_in_words(said.correction_months) if said.correction_months else _("отдельно не назначена")
    return {
        _("База наставляемых"): months_in_words(said.mentees_months),
        _("База наставников"): months_in_words(said.mentors_months),
        _("База кураторов"): months_in_words(said.curators_months),
        _("Коррекция баз"): correction,
        _("Формирование пар"): months_in_words(said.pairs_months),
        _("Отчёты наставников"): _("до %(n)s числа: %(months)s", n=said.report_day,
                                   months=months_in_words(said.report_months))
        if said.report_months else _("один, к последнему дню пары"),
    }  # fmt: skip


def pair_words(said: CycleSettings) -> Words:
    """How pairs come to be and live."""
    return {
        _("Пара действует с"): GROUNDS[Ground(said.ground)],
        _("Встречи не реже"): ngettext(
            "одного раза в %(num)s день", "одного раза в %(num)s дней", said.meeting_gap_days
        ),
        _("Пар у наставника"): _("до %(n)s", n=said.mentor_capacity),
        _("Наставников у наставляемого"): _("до %(n)s", n=said.mentee_capacity),
        _("Наставляемых в группе"): _("до %(n)s", n=said.group_size),
        _("До утверждения"): _joined(
            (said.group_meeting, _("групповая встреча")),
            (said.trial_meeting, _("пробная встреча")),
            (said.psychologist, _("заключение психолога")),
        ),
        _("Кто не нашёл пару"): _joined(
            (said.support_unmatched, _("поддержка психолога и продолжение поиска")),
            (said.directive, _("назначение наставника решением")),
        ),
    }


def threshold_words(said: CycleSettings) -> Words:
    """Thresholds and formal requirements."""
    coverage = _("%(n)s %% нуждающихся", n=said.coverage_percent) if said.coverage_percent else _("не задан")
    youngest = (
        ngettext("с %(num)s года", "с %(num)s лет", said.youngest_mentee) if said.youngest_mentee else _("не задан")
    )
    years = ngettext("от %(num)s года", "от %(num)s лет", said.experience_years)
    return {
        _("Охват"): coverage,
        _("Возраст наставляемого"): youngest,
        _("Опыт наставника от работодателя"): f"{years}: {_force(said.experience)}",
        _("Наставник на ступень старше"): _force(said.higher_stage),
        _("Ученик старших классов"): _force(said.senior),
        _("Курсы ОВЗ у наставника"): _force(said.ovz_course),
    }


def cycle_words(span: Span, said: CycleSettings) -> Words:
    """Everything, in the order of the form."""
    return {**span_words(span), **month_words(said), **pair_words(said), **threshold_words(said)}


def _joined(*marks: tuple[bool, str]) -> str:
    return ", ".join(words for is_set, words in marks if is_set) or _("ничего")


def _force(code: str) -> str:
    return FORCES[RuleForce(code)].lower()
