"""What is done with questionnaires: waves are opened and closed, answers saved and submitted."""

from surveys.actions.answer_files import Taken, take_files, take_own_file
from surveys.actions.assignments import (
    assign_questionnaire,
    assign_to_several,
    change_wave,
    close_assignment,
    extend_assignment,
    may_change_occasion,
    open_planned,
    reopen_assignment,
)
from surveys.actions.inviting import (
    invite_by_days,
    invite_for_event,
    invite_more,
    renew_link,
    withdraw_invitation,
)
from surveys.actions.pausing import pause_invitations, restore_invitations, unanswered_invitations
from surveys.actions.public_links import (
    begin_by_public_link,
    limit_public_link,
    mint_public_link,
    switch_public_link,
)
from surveys.actions.responses import Incomplete, Saved, save_answers, submit_response
from surveys.actions.settings import Loosening, change_settings, note_refusal
from surveys.actions.withdrawals import withdraw_response

__all__ = [
    "Incomplete",
    "Loosening",
    "Saved",
    "Taken",
    "assign_questionnaire",
    "assign_to_several",
    "begin_by_public_link",
    "change_settings",
    "change_wave",
    "close_assignment",
    "extend_assignment",
    "invite_by_days",
    "invite_for_event",
    "invite_more",
    "limit_public_link",
    "may_change_occasion",
    "mint_public_link",
    "note_refusal",
    "open_planned",
    "pause_invitations",
    "renew_link",
    "reopen_assignment",
    "restore_invitations",
    "save_answers",
    "submit_response",
    "switch_public_link",
    "take_files",
    "take_own_file",
    "unanswered_invitations",
    "withdraw_invitation",
    "withdraw_response",
]
