"""Having a plan built by a command: what it is told, what is not its to change, and whether its work is accepted."""
