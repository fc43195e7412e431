"""What is done with questionnaires: waves are opened and closed, answers saved and submitted."""

from surveys.actions.answer_files import Taken, take_files, take_own_file
from surveys.actions.assignments import (
    assign_questionnaire,
    close_assignment,
    extend_assignment,
    invite_more,
    renew_link,
    withdraw_invitation,
)
from surveys.actions.pausing import pause_invitations, restore_invitations, unanswered_invitations
from surveys.actions.responses import Incomplete, Saved, save_answers, submit_response
from surveys.actions.settings import Loosening, change_settings, note_refusal
from surveys.actions.withdrawals import withdraw_response

__all__ = [
    "Incomplete",
    "Loosening",
    "Saved",
    "Taken",
    "assign_questionnaire",
    "change_settings",
    "close_assignment",
    "extend_assignment",
    "invite_more",
    "note_refusal",
    "pause_invitations",
    "renew_link",
    "restore_invitations",
    "save_answers",
    "submit_response",
    "take_files",
    "take_own_file",
    "unanswered_invitations",
    "withdraw_invitation",
    "withdraw_response",
]
