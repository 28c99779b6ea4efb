"""Pages of the tab Inside: a network damaged, cut and rounded, and fooled.

It computes nothing itself; core does, in jobs. Read `run_page.py` first.
"""
