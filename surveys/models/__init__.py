"""Tables of questionnaires: the instrument apart from the process, and states that cannot lie."""

from surveys.models.answers import Answer, AnswerCount, Response, ResponseChannel, ResponseState
from surveys.models.entering import Clarification, ClarificationKind, ExternalResult
from surveys.models.instruments import Item, Mode, Option, Questionnaire, QuestionnaireVersion
from surveys.models.waves import (
    Channel,
    Participation,
    PublicLink,
    ReminderRound,
    SurveyAssignment,
    SurveyInvitation,
)

__all__ = [
    "Answer",
    "AnswerCount",
    "Channel",
    "Clarification",
    "ClarificationKind",
    "ExternalResult",
    "Item",
    "Mode",
    "Option",
    "Participation",
    "PublicLink",
    "Questionnaire",
    "QuestionnaireVersion",
    "ReminderRound",
    "Response",
    "ResponseChannel",
    "ResponseState",
    "SurveyAssignment",
    "SurveyInvitation",
]
