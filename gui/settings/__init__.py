"""What the window remembers, and the dialog for it.

It does not know what a preference brings about. Read `preferences.py` first.
"""
