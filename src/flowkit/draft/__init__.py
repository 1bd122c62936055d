"""Intent to a work plan: what is wanted, checked against itself, ordered, totalled and written down as text."""
