"""What the registers of people take from tables: people with their representatives, groups, organisations."""
