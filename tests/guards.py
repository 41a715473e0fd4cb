"""What no test may do, whatever it is about."""
