"""Tables of questionnaires: the instrument apart from the process, and states that cannot lie."""

from surveys.models.answers import Answer, AnswerCount, Response, ResponseChannel, ResponseState
from surveys.models.drafts import DraftStep, QuestionnaireDraft
from surveys.models.entering import Clarification, ClarificationKind, ExternalResult
from surveys.models.instruments import Item, Mode, Option, Questionnaire, QuestionnaireVersion
from surveys.models.results import AnswerTag, HiddenName, ReleasedCount, TextTag
from surveys.models.uploads import QuestionnaireUpload
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
    "AnswerTag",
    "Channel",
    "Clarification",
    "ClarificationKind",
    "DraftStep",
    "ExternalResult",
    "HiddenName",
    "Item",
    "Mode",
    "Option",
    "Participation",
    "PublicLink",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireUpload",
    "QuestionnaireVersion",
    "ReleasedCount",
    "ReminderRound",
    "Response",
    "ResponseChannel",
    "ResponseState",
    "SurveyAssignment",
    "SurveyInvitation",
    "TextTag",
]
