"""What is done with questionnaires: waves are opened and closed, answers saved and submitted."""

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

__all__ = [
    "Incomplete",
    "Saved",
    "assign_questionnaire",
    "close_assignment",
    "extend_assignment",
    "invite_more",
    "pause_invitations",
    "renew_link",
    "restore_invitations",
    "save_answers",
    "submit_response",
    "unanswered_invitations",
    "withdraw_invitation",
]
