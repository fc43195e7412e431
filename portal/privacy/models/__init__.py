"""Tables of the rights of the subject: requests, erasures with their acts, terms of keeping, incidents."""

from portal.privacy.models.erasures import Erasure, RetentionTerm
from portal.privacy.models.incidents import Incident, IncidentSubject
from portal.privacy.models.requests import SubjectRequest

__all__ = ["Erasure", "Incident", "IncidentSubject", "RetentionTerm", "SubjectRequest"]
