"""The bases of the town: the union of what its organisations keep, a person once, by the consent that covers it."""
