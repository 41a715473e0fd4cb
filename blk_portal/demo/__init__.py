"""The demonstration: two centres with four waves and one, seen from the day on which it is made."""
