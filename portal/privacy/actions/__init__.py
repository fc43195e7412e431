"""Changes of the rights of the subject; each writes its entry in the audit trail."""
