"""Tables of questionnaires: the instrument apart from the process, and states that cannot lie."""

from surveys.models.answers import Answer, AnswerCount, Response, ResponseState
from surveys.models.drafts import DraftStep, QuestionnaireDraft
from surveys.models.instruments import Item, Mode, Option, Questionnaire, QuestionnaireVersion
from surveys.models.waves import Participation, SurveyAssignment, SurveyInvitation

__all__ = [
    "Answer",
    "AnswerCount",
    "DraftStep",
    "Item",
    "Mode",
    "Option",
    "Participation",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireVersion",
    "Response",
    "ResponseState",
    "SurveyAssignment",
    "SurveyInvitation",
]
