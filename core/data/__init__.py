"""Examples and drawings: reading, fetching, preparing, augmenting.

It knows no network. Read `datasets.py` first.
"""
