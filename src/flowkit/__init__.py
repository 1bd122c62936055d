"""flowkit checks mechanically whether the ticks in a work plan are true."""
