"""Plans in every dialect: how each is written, what it can carry, and what is lost on the way into it."""
