"""Comparing: two plans to what differs between them in meaning."""
