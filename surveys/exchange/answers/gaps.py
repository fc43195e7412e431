"""Why a cell holds no answer: three reasons that must not be mixed up (a fourth, «Не могу ответить», is an answer).

An empty cell was shown and left without an answer. The other two have marks of their own in text files, and all of
them numeric codes in SPSS. The marks fit the eight characters that SPSS allows for a missing text.
"""

from portal.core.i18n import _
from surveys.items import NA

UNANSWERED = "__none__"
HIDDEN = "__skip__"
ABSENT = "__gone__"
LABELS = {
    UNANSWERED: _("Нет ответа"),
    HIDDEN: _("Вопрос не показывался"),
    ABSENT: _("Вопроса нет в этой версии анкеты"),
}
CODES = {NA: -96.0, UNANSWERED: -97.0, HIDDEN: -98.0, ABSENT: -99.0}
# Where a real number might be -97, the codes lie below every number that can be typed (15 digits).
FAR = -(10.0**15)
FAR_CODES = {mark: FAR + code for mark, code in CODES.items()}
