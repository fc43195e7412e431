"""Health of pairs."""
