"""Plans, sources and evidence to the chains between them, where they break, and the part that was asked for."""
