"""The bases of mentees and mentors from the tables that organisations keep (domain 5.1, 5.2; MTEE-1, MENT-11).

A table gives no consent: whoever has none in the portal becomes a person of the register at most, and the row says so.
A table makes no pair and leaves no sensitive mark.
"""

import portal.matching.importing.kinds  # noqa: F401 — it declares what can be imported
