"""Lists on paper: of a class, of the results, and for the notice board. None of them has a NIK on it."""
