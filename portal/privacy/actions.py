"""Changes of the rights of the subject."""
