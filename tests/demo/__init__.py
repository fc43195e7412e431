"""The demo town and the city around it."""
