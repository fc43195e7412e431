"""Reports of curators."""
