"""Tables of the rights of the subject."""
