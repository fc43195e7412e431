"""Forms of the registers. Each noun has a module of its own."""
