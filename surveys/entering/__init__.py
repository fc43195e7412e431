"""What the staff brings in: sheets of paper, talks and observations, results of tests held elsewhere."""
