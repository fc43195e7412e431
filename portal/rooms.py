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
import portal.people.models
import portal.privacy.chores
import portal.privacy.jobs
import portal.privacy.models
import portal.privacy.subscribers
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
    portal.people.models,
    portal.privacy.chores,
    portal.privacy.jobs,
    portal.privacy.models,
    portal.privacy.subscribers,
    surveys.chores,
    surveys.models,
    surveys.reference,
    surveys.search,
)
