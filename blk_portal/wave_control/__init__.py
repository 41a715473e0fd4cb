"""One wave on one page: how it stands, what blocks the next stage, and the acts that take it there.

A button leads to a page that asks once more; only its POST acts. Publishing is a Job, the rest is done at once.
"""
