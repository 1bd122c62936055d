"""What coding agents are given: files of their own, parts of files that others write too, answers to their hooks."""
