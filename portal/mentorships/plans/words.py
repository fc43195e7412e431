"""A plan in words: whose it is, how late an item is, who reads it, both texts when two people saved at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core.i18n import _, ngettext, ru_date
from portal.mentorships.labels import pair_title
from portal.mentorships.plans.facts import ItemFacts
from portal.mentorships.plans.labels import activity_label, kind_label, responsible_label, section_label
from portal.mentorships.plans.models import Plan, PlanItem


def whose(plan: Plan) -> str:
    """«Миша Ковалёв», or the group."""
    if plan.person is not None:
        return plan.person.name
    return plan.mentorship.group.name if plan.mentorship and plan.mentorship.group else _("вся группа")


def title_of(plan: Plan) -> str:
    """The pair, or the person where there is none."""
    return pair_title(plan.mentorship) if plan.mentorship else whose(plan)


def earlier_words(plan: Plan) -> str:
    """«С прежнего плана: План адаптации, Нина Орлова, с 1 сентября 2025»."""
    return _("С прежнего плана: %(what)s, %(who)s, начат %(day)s", what=kind_label(plan.kind), who=whose(plan),
             day=ru_date(plan.starts_on, "full"))  # fmt: skip


def lateness(item: PlanItem, today: date) -> str:
    """«Просрочен на 3 дня»; nothing for what is done or still has time."""
    if item.done_on is not None or item.due_on is None or item.due_on >= today:
        return ""
    return ngettext("Просрочен на %(num)s день", "Просрочен на %(num)s дней", (today - item.due_on).days)


def read_by(plan: Plan) -> str:
    """Who reads what is written here."""
    if plan.mentorship is None:
        return _("сам человек и те, кто ведёт наставничество в организации")
    return _("участники пары и законные представители; куратор группы и те, кто ведёт наставничество в организации")


def head_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the form of a head asks."""
    return {
        _("Цель"): facts["goal"], _("Начало"): ru_date(facts["starts_on"], "full"),
        _("Окончание"): ru_date(facts["ends_on"], "full"),
    }  # fmt: skip


def item_words(facts: ItemFacts | PlanItem) -> dict[str, str]:
    """What the form of an item asks."""
    return {
        _("Раздел"): section_label(facts.section), _("Что делаем"): facts.title,
        _("Вид работы"): activity_label(facts.activity), _("Кто отвечает"): responsible_label(facts.responsible),
        _("Срок"): ru_date(facts.due_on, "full") if facts.due_on else _("не назван"),
        _("Ожидаемый результат"): facts.expected,
    }  # fmt: skip


def result_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the form of a result asks."""
    done_on: date | None = facts["done_on"]
    return {
        _("Что получилось"): facts["result"],
        _("День выполнения"): ru_date(done_on, "full") if done_on else _("работа идёт"),
    }


def day_of(day: str) -> str:
    """A day of an approved version, where days are ISO."""
    return ru_date(date.fromisoformat(day), "full")
