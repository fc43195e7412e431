"""Every module with tables or reference data, imported for its effect: migrations and checks need all of them."""

from types import ModuleType

import portal.accounts.models
import portal.consents.models
import portal.core.audit
import portal.core.files
import portal.core.jobs
import portal.core.mail
import portal.core.notices
import portal.core.search.index
import portal.core.submissions
import portal.imports.chores
import portal.imports.jobs
import portal.imports.models
import portal.people.models
import surveys.chores
import surveys.models
import surveys.reference
import surveys.search

LOADED: tuple[ModuleType, ...] = (
    portal.accounts.models,
    portal.consents.models,
    portal.core.audit,
    portal.core.files,
    portal.core.jobs,
    portal.core.mail,
    portal.core.notices,
    portal.core.search.index,
    portal.core.submissions,
    portal.imports.chores,
    portal.imports.jobs,
    portal.imports.models,
    portal.people.models,
    surveys.chores,
    surveys.models,
    surveys.reference,
    surveys.search,
)
