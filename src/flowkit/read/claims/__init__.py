"""What a plan says of itself, from running text, tables and sections."""
