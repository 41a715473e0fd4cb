"""What the office writes to people and what became of it: one person's messages, letters to a group, the channels."""
