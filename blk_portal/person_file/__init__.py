"""One person at the counter: found by one box, and all that is on record of them on one page."""
