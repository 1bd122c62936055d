"""Values to text: for a terminal, for other programs, for a code forge. Nothing here prints or writes."""
