"""The page of the activation functions: curves, slopes, and where layers meet them.

Read `activation_page.py` first.
"""
