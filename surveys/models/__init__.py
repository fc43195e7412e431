"""Tables of questionnaires: the instrument apart from the process, and states that cannot lie."""

from surveys.models.answers import Answer, AnswerCount, Response, ResponseState
from surveys.models.drafts import DraftStep, QuestionnaireDraft
from surveys.models.instruments import Item, Mode, Option, Questionnaire, QuestionnaireVersion
from surveys.models.results import AnswerTag, HiddenName, ReleasedCount, TextTag
from surveys.models.uploads import QuestionnaireUpload
from surveys.models.waves import Participation, SurveyAssignment, SurveyInvitation

__all__ = [
    "Answer",
    "AnswerCount",
    "AnswerTag",
    "DraftStep",
    "HiddenName",
    "Item",
    "Mode",
    "Option",
    "Participation",
    "Questionnaire",
    "QuestionnaireDraft",
    "QuestionnaireUpload",
    "QuestionnaireVersion",
    "ReleasedCount",
    "Response",
    "ResponseState",
    "SurveyAssignment",
    "SurveyInvitation",
    "TextTag",
]
