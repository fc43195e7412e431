"""What the registers of people take from tables: people with their representatives, groups, organisations."""

import portal.people.importing.access
import portal.people.importing.kinds  # noqa: F401 — they declare whose a batch is and what can be imported
