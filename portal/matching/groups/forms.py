"""Forms of requests of groups."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core.i18n import _
from portal.core.web.forms import BaseForm, CreatingForm
from portal.matching.forms import LONGEST_GOAL, OTHERS, languages_field
from portal.matching.kinds import Origin
from portal.people.forms.choices import worded
from portal.people.models import Group
from portal.people.sensitive_words import HINT
from portal.programs.models import CycleFormat


class GroupRequestForm(BaseForm):
    """What is known of the request of a group."""

    goal = TextAreaField(
        _("С чем нужна помощь группе"),
        [DataRequired(_("Напишите, с чем нужна помощь")),
         Length(max=LONGEST_GOAL, message=_("Сократите до %(n)s знаков", n=LONGEST_GOAL))],
        description=_("О группе в целом, без имён.") + f" {HINT}",
    )  # fmt: skip
    languages = languages_field()

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"goal": self.goal.data or "", "languages": self.languages.data or ()}


class FilingForm(GroupRequestForm, CreatingForm):
    """Which group asks for what; the view gives groups and openings."""

    group = SelectField(_("Группа или класс"), [InputRequired(_("Выберите группу"))], choices=[], validate_choice=False)
    opening = SelectField(
        _("Форма наставничества"), [InputRequired(_("Выберите форму наставничества"))], choices=[],
        validate_choice=False,
    )  # fmt: skip
    origin = SelectField(_("Кто представляет"), choices=worded(OTHERS))

    def offer(self, groups: Sequence[Group], openings: Sequence[CycleFormat]) -> None:
        """Give the choices; the organisation is named where there are several."""
        several = len({each.organization_id for each in groups}) > 1
        self.group.choices = [
            SelectChoice(each.public_id, f"{each.name}, {each.organization.short_name}" if several else each.name)
            for each in groups
        ]
        self.opening.choices = [SelectChoice(key_of(each), _in_words(each, several=several)) for each in openings]

    def chosen(
        self, groups: Sequence[Group], openings: Sequence[CycleFormat]
    ) -> tuple[Group | None, CycleFormat | None]:
        """The group and the opening that were chosen, if they are among these."""
        group = next((each for each in groups if each.public_id == self.group.data), None)
        return group, next((each for each in openings if key_of(each) == self.opening.data), None)

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {**super().facts, "origin": Origin(self.origin.data)}


def key_of(opening: CycleFormat) -> str:
    """Names an opening in a form."""
    return f"{opening.cycle.public_id}.{opening.format.code}"


def _in_words(opening: CycleFormat, *, several: bool) -> str:
    parts = [opening.name, opening.cycle.name]
    return ", ".join([*parts, opening.cycle.program.organization.short_name] if several else parts)
