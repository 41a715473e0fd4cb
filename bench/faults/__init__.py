"""What must go wrong one day, done on purpose to real processes: docs/reliability.md says how, and what came out."""
