"""Data saya: what the portal holds of a trainee, who looked at it, what they agreed to, and how to have it mended."""
