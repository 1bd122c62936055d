"""Where work is done that is not flowkit's own: worktrees, programs that are started, and the lock of a run."""
