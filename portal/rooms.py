"""Every module with tables, imported for its effect: migrations and checks need the whole metadata."""

import portal.core.files
import portal.core.jobs
import portal.core.mail
import portal.core.search.index
import surveys.models

LOADED = (portal.core.files, portal.core.jobs, portal.core.mail, portal.core.search.index, surveys.models)
