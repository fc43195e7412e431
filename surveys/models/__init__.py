"""Tables of questionnaires: the instrument apart from the process, and states that cannot lie."""

from surveys.models.answers import Answer, AnswerCount, Response, ResponseState
from surveys.models.instruments import Item, Mode, Option, Questionnaire, QuestionnaireVersion
from surveys.models.uploads import QuestionnaireUpload
from surveys.models.waves import Participation, SurveyAssignment, SurveyInvitation

__all__ = [
    "Answer",
    "AnswerCount",
    "Item",
    "Mode",
    "Option",
    "Participation",
    "Questionnaire",
    "QuestionnaireUpload",
    "QuestionnaireVersion",
    "Response",
    "ResponseState",
    "SurveyAssignment",
    "SurveyInvitation",
]
