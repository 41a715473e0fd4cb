"""Participants of an earlier wave, from the ministry's sheet into the portal.

`reading` finds the table in the file, `cells` understands one cell, `rows` one line, `entering` brings the person in,
`job` does so line by line as long work, `report` tells what became of each line. docs/decisions/0009 says why.
"""
