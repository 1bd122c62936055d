"""The server of the Model Context Protocol: the commands as tools, the plans as resources, two prompts.

It speaks over standard input and output, looks at nothing outside the project's root and runs nothing. It writes ticks
alone, and only where it was started so.
"""

from flowkit.mcp_server.desk import Desk
from flowkit.mcp_server.serving import serve

__all__ = ["Desk", "serve"]
