"""Everything the trail knows of one person, across apps: what was done, what they were sent, who saw their data."""
