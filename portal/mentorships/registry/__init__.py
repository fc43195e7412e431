"""The registry of pairs and groups: filters, a day of the past, files, coverage, the history of one pair."""
