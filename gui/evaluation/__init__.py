"""The tab Evaluation: confusion, mistakes, calibration, robustness.

It computes nothing itself; core does, in a job. Read `evaluation_panel.py` first.
"""
