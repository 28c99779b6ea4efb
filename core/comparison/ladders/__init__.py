"""Ladders: one change at a time, in one order or in all, and learning rates tuned for each rung.

Read `between.py` first.
"""
