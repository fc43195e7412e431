"""`make bench`: the portal beside its references in one run on one machine; ratios, never bare seconds."""
