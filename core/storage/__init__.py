"""A run's folder on disk: file names, reading, weights, versions.

It does not know how a run is trained. Read `layout.py` first.
"""
