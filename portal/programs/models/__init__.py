"""Tables of the programmes."""

from portal.programs.models.papers import OwnDay, ProgramFact, ProgramPaper
from portal.programs.models.partners import Partner, PartnerAgreement, PartnerCurator
from portal.programs.models.programs import ApprovalRoute, Cycle, CycleFormat, Program
from portal.programs.models.reference import MentoringFormat, MentoringKind, RolePattern

__all__ = [
    "ApprovalRoute",
    "Cycle",
    "CycleFormat",
    "MentoringFormat",
    "MentoringKind",
    "OwnDay",
    "Partner",
    "PartnerAgreement",
    "PartnerCurator",
    "Program",
    "ProgramFact",
    "ProgramPaper",
    "RolePattern",
]
