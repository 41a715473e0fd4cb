"""Pages about seats: the queue of a program with its reasons, and calling off what too few people want."""
