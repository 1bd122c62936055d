"""Contract files as values: what is read from them, for whoever plans by them or checks against them."""
