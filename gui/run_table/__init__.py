"""The table of runs, and everything that its menu does.

It knows no other panel; what others shall do is a signal. Read `runs_table.py` first.
"""
