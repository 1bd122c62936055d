"""What to work on: plans, verdicts and sources to steps, networks of tasks and briefs."""
