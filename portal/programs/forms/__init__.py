"""Forms of the programmes."""
