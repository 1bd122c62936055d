"""Server-side sessions that expire when they should."""
