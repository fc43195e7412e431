"""What road maps hold of people: texts of marks and reasons, in which somebody may be named."""

from portal.core.washing import may_mention

may_mention("roadmap_occurrence", "comment")
may_mention("roadmap_entry", "text")
may_mention("roadmap_step", "skip_reason")
