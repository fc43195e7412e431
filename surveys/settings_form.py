"""The form of what a wave promises: mode, k and readers."""

from wtforms import IntegerField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange

from portal.access.roles import Role
from portal.core.i18n import _
from portal.core.web.forms import BaseForm
from surveys.labels import mode_label
from surveys.models import Mode
from surveys.terms import LARGEST_GROUP, SMALLEST_GROUP, Terms

ASKED = _(
    "Укажите, от скольких ответов открывается сводка: от %(low)s до %(high)s", low=SMALLEST_GROUP, high=LARGEST_GROUP
)


class SettingsForm(BaseForm):
    """`offer` gives the choices; what stands is chosen where nothing was posted."""

    mode = RadioField(_("Чьи это ответы"), [InputRequired(_("Выберите режим"))], choices=[], validate_choice=False)
    min_group = IntegerField(
        _("Сводка открывается от скольких ответов"),
        [InputRequired(ASKED), NumberRange(SMALLEST_GROUP, LARGEST_GROUP, message=ASKED)],
    )
    readers = SelectMultipleField(_("Кто читает именные ответы"), choices=[], validate_choice=False)

    def offer(self, modes: list[Mode], readers: list[str], stands: Terms, *, is_posted: bool) -> None:
        """Choices of the wave."""
        self.mode.choices = [SelectChoice(mode.value, mode_label(mode)) for mode in modes]
        self.readers.choices = [SelectChoice(code, Role(code).label) for code in readers if code in set(Role)]
        if not is_posted:
            self.mode.data, self.min_group.data = stands.mode.value, stands.k
            self.readers.data = sorted(stands.readers)

    @property
    def terms(self) -> Terms | None:
        """What was asked for; None for a mode that does not exist."""
        if self.mode.data not in set(Mode):
            return None
        mode = Mode(self.mode.data)
        readers = frozenset(self.readers.data or ()) if mode is Mode.NAMED else frozenset[str]()
        return Terms(mode=mode, k=self.min_group.data or 0, readers=readers)

    @property
    def words(self) -> dict[str, str]:
        """What was asked for, in words: it stands beside what another person saved meanwhile."""
        wanted = self.terms
        return words_of(wanted) if wanted else {}


def words_of(terms: Terms) -> dict[str, str]:
    """Terms by the labels of the form."""
    readers = ", ".join(Role(code).label for code in sorted(terms.readers) if code in set(Role))
    return {
        _("Чьи это ответы"): mode_label(terms.mode),
        _("Сводка открывается от скольких ответов"): str(terms.k),
        _("Кто читает именные ответы"): readers or _("никто, кроме вас"),
    }
