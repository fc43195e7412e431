"""Changes of plans; each writes its entry in the audit trail."""

from portal.mentorships.plans.actions.achievements import add_achievement, remove_achievement
from portal.mentorships.plans.actions.agreeing import agree, approve, begin_version, return_plan, submit
from portal.mentorships.plans.actions.items import (
    add_item,
    change_item,
    move_item,
    remove_file,
    remove_item,
    take_items,
    tell_result,
)
from portal.mentorships.plans.actions.starting import change_plan, start_adaptation, start_plan

__all__ = [
    "add_achievement",
    "add_item",
    "agree",
    "approve",
    "begin_version",
    "change_item",
    "change_plan",
    "move_item",
    "remove_achievement",
    "remove_file",
    "remove_item",
    "return_plan",
    "start_adaptation",
    "start_plan",
    "submit",
    "take_items",
    "tell_result",
]
