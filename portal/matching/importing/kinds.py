"""Both bases as kinds of tables: where they may be loaded, what may be kept of a cell, what undoing leaves to do."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.i18n import _
from portal.imports.registry import Importable, NextStep, Option, Place, Register, importable
from portal.matching.importing.cells import without_marks
from portal.matching.importing.columns import MENTEES as MENTEE_COLUMNS
from portal.matching.importing.columns import MENTORS as MENTOR_COLUMNS
from portal.matching.importing.mentees import RequestRegister
from portal.matching.importing.mentors import ProfileRegister
from portal.matching.mentors.search import index_mentors_anew
from portal.people.importing.persons import USED_BY, places_of
from portal.people.importing.register import CREATE_GROUPS

MENTEES, MENTORS = "mentees", "mentors"
USED = MappingProxyType({
    **USED_BY, "sensitive_mark": _("поставлена отметка"), "support": _("отмечена поддержка"),
    "base_correction_row": _("вошло в уточнение базы"), "mentor_score": _("поставлены баллы"),
    "mentor_pause": _("записана пауза"),
})  # fmt: skip
_GROUPS = Option(
    key=CREATE_GROUPS, label=_("Создать группы, которых ещё нет"),
    hint=_("Для людей, которых ещё нет в реестре. Иначе строка с незнакомой группой будет ошибкой."),
)  # fmt: skip


class ImportBase(Importable):
    """What both bases share."""

    options = (_GROUPS,)
    shown_by = ("full_name",)
    used_by = USED

    def places(self, actor: Actor) -> Sequence[Place]:
        """Organisations of the reader where both the import and the base are open to them."""
        return places_of(actor, also=self.needs) if self.needs and actor.has(self.needs) else []

    def storable(self, cell: str) -> str:
        """Sensitive marks never leave the file."""
        return without_marks(cell)


@importable(MENTEES)
class ImportMentees(ImportBase):
    """The base of mentees of one organisation."""

    title = _("База наставляемых")
    lead = _("Запросы на наставника. Без согласия на участие запрос не вносится, человек появится только в реестре.")
    columns = MENTEE_COLUMNS
    required = (("full_name",), ("goal",))
    needs = Permission.REQUEST_EDIT
    next_steps = (
        NextStep(endpoint="requests.index", label=_("Посмотреть базу наставляемых")),
        NextStep(endpoint="consents.table", label=_("Напечатать бланки согласий")),
    )

    def open(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> Register:
        return RequestRegister(actor, organization_id, options, made)


@importable(MENTORS)
class ImportMentors(ImportBase):
    """The base of mentors of one organisation."""

    title = _("База наставников")
    lead = _("Профили наставников. Без согласия на участие профиль не вносится, человек появится только в реестре.")
    columns = MENTOR_COLUMNS
    required = (("full_name",),)
    needs = Permission.MENTOR_EDIT
    next_steps = (
        NextStep(endpoint="mentors.index", label=_("Посмотреть базу наставников")),
        NextStep(endpoint="consents.table", label=_("Напечатать бланки согласий")),
    )

    def open(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> Register:
        return ProfileRegister(actor, organization_id, options, made)

    def undone(self, deleted: Mapping[str, Sequence[int]], restored: Mapping[str, Sequence[int]]) -> int:
        """Search forgets profiles that went, and finds the others by what they say again."""
        gone, stand = deleted.get("mentor_profile", ()), restored.get("mentor_profile", ())
        index_mentors_anew(gone=gone, stand=stand)
        return len(gone) + len(stand)
