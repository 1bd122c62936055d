"""The values that every stage speaks in: frozen, slotted, free of input and output."""
