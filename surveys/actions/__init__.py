"""What is done with questionnaires: waves are opened and closed, answers saved and submitted."""

from surveys.actions.assignments import (
    assign_questionnaire,
    close_assignment,
    extend_assignment,
    invite_more,
    renew_link,
    withdraw_invitation,
)
from surveys.actions.responses import Incomplete, Saved, save_answers, submit_response

__all__ = [
    "Incomplete",
    "Saved",
    "assign_questionnaire",
    "close_assignment",
    "extend_assignment",
    "invite_more",
    "renew_link",
    "save_answers",
    "submit_response",
    "withdraw_invitation",
]
