"""Networks of tasks as drawings: Mermaid, DOT, and plain characters."""
