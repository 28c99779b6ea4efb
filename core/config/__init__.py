"""The one description of a run: its fields with their limits, presets, differences.

It loads no torch, because the window's form is made from it. Read `run.py` first.
"""
