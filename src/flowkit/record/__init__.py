"""What is remembered of verifications: receipts and baselines, as values and as the text of their files."""
