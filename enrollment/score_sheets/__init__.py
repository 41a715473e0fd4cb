"""Marks by way of Excel: a sheet goes out with what is known, comes back filled in, and writes over nobody's marks.

Every row carries a signed code: whose it is, and which marks stood there when the sheet was made. What differs from
those is what the officer wants; what differs from those in the portal is what somebody else has done meanwhile.
"""
