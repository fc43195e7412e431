"""Deeds with road maps."""

from portal.programs.roadmaps.actions.closing import (
    Evidence,
    close_by,
    close_by_hand,
    open_again,
    restore_step,
    skip_step,
)
from portal.programs.roadmaps.actions.making import copy_map, edit_map, make_empty, make_ready
from portal.programs.roadmaps.actions.steps import (
    StepFacts,
    add_resource,
    add_stage,
    add_step,
    edit_step,
    remove_resource,
    remove_step,
)

__all__ = [
    "Evidence",
    "StepFacts",
    "add_resource",
    "add_stage",
    "add_step",
    "close_by",
    "close_by_hand",
    "copy_map",
    "edit_map",
    "edit_step",
    "make_empty",
    "make_ready",
    "open_again",
    "remove_resource",
    "remove_step",
    "restore_step",
    "skip_step",
]
