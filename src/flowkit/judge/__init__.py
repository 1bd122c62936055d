"""Plans and evidence in, verdicts and findings out; opens nothing, changes nothing, prints nothing."""
