"""What a row would change about somebody whom the register knows, as a plan and in words."""

from dataclasses import dataclass, field
from typing import Any

from portal.core.i18n import _
from portal.people.columns import KIND_WORDS
from portal.people.importing.entries import Entry
from portal.people.importing.families import Parent
from portal.people.importing.known import Known

Changes = dict[str, Any]


@dataclass(kw_only=True)
class Plan:
    """What `apply` does: for whom, what is put right on the card, whether a place begins or a learner moves."""

    entry: Entry
    known: Known
    card: Changes = field(default_factory=dict)
    adds_place: bool = False
    moves: bool = False
    parents: list[Parent] = field(default_factory=list)


def sentences(plan: Plan) -> list[str]:
    """«почта: old → new»: what the preview shows."""
    entry, known = plan.entry, plan.known
    said = []
    if "birth_on" in plan.card:
        said.append(_("дата рождения: %(new)s", new=f"{entry.birth_on:%d.%m.%Y}"))
    if "email" in plan.card:
        said.append(_("почта: %(old)s → %(new)s", old=known.email or _("нет"), new=entry.email))
    if "phone" in plan.card:
        said.append(_("телефон: %(old)s → %(new)s", old=known.phone or _("нет"), new=entry.phone))
    if "career_began_on" in plan.card:
        said.append(_("стаж с: %(new)s", new=f"{entry.career_began_on:%d.%m.%Y}"))
    group = entry.group.name if entry.group else entry.new_group
    if plan.moves:
        said.append(_("группа: %(new)s", new=group))
    elif plan.adds_place:
        words = KIND_WORDS[entry.kind] if entry.kind else ""
        said.append(_("место: %(new)s", new=", ".join(filter(None, (words, group, entry.post)))))
    said += [_("представитель: %(new)s", new=parent.full_name) for parent in plan.parents]
    return said


def question_about(known: Known) -> str:
    """The question of a row that names somebody without a birth date."""
    if known.birth_on:
        said = _("дата рождения %(day)s", day=f"{known.birth_on:%d.%m.%Y}")
    elif known.number is not None:
        said = _("строка %(n)s этого файла", n=known.number)
    else:
        said = _("без даты рождения")
    return _("Уже есть %(name)s (%(said)s). Это тот же человек?", name=known.full_name, said=said)
