"""The policy as a table that a customer can read and sign; `portal access matrix` prints it."""

from portal.access.permissions import Permission
from portal.access.policy import POLICY, scope_of
from portal.access.roles import Role, Scope
from portal.core.i18n import _

SCOPES = {
    Scope.OWN: _("своё"),
    Scope.REPRESENTED: _("своего ребёнка"),
    Scope.GROUP: _("своей группы"),
    Scope.PROGRAM: _("своей программы"),
    Scope.ORGANIZATION: _("своей организации"),
    Scope.MUNICIPALITY: _("всего муниципалитета"),
    Scope.PUBLIC: _("открытое всем"),
    Scope.LINK: _("по личной ссылке"),
    Scope.CIRCLE: _("своего круга"),
}


def matrix_text() -> str:
    """Markdown: a part for each permission, a line for each group of roles with the same reach."""
    lines = [
        f"# {_('Кто что может')}",
        "",
        _("Таблица печатается из программы командой `portal access matrix --write`."),
        "",
    ]
    lines += [f"| {_('Право')} | {_('Кто и на что')} |", "|---|---|"]
    lines += [f"| {permission.sentence} | {_reach(permission)} |" for permission in POLICY]
    return "\n".join(lines) + "\n"


def _reach(permission: Permission) -> str:
    by_scope: dict[Scope, list[str]] = {}
    for role in Role:
        scope = scope_of(permission, role)
        if scope is not Scope.NONE:
            by_scope.setdefault(scope, []).append(role.label)
    if not by_scope:
        return _("никто")
    return "<br>".join(f"{', '.join(roles)}: {_words(scope)}" for scope, roles in by_scope.items())


def _words(scope: Scope) -> str:
    return ", ".join(SCOPES[part] for part in scope)
