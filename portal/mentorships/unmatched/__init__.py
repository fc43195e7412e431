"""Those who wait for a mentor: since when, what was tried, whether support was given, what comes next."""
