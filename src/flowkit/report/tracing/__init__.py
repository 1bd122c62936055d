"""A trace as a tree, a table, JSON, a Mermaid flowchart or CSV."""
