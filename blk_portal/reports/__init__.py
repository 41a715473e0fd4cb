"""How many came how far, per wave and per year: by program, place, sex, age, schooling and funding.

`figures` counts, `small` puts small groups together, `chart` draws, `paper` prints, `views` asks. docs/decisions/0028
says what a figure holds and who sees which.
"""
