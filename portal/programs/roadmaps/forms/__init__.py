"""Forms of road maps."""
