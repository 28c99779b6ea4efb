"""The tab Line: the linear regression, gradient step by gradient step.

Read `line_panel.py` first.
"""
