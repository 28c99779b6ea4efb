"""The description of a run: its settings with their limits, presets, differences.

It loads no torch, because the window builds its form from it. Read `run.py` first.
"""
