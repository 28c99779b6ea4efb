"""A config as the PyTorch program that does the same, and whether it does.

It knows nothing of exports and windows. Read `script.py` first.
"""
