"""Text to values: documents, their outlines, and the plans, decisions, specs and features in them."""
