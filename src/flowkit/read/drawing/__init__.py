"""Graphs that documents draw, in Mermaid or in plain characters, to edges."""
