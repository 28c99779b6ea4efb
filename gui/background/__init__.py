"""Every thread there is, and the queue of jobs.

It touches no widget; results arrive as signals. Read `jobs.py` first.
"""
