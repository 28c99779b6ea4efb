"""What the workers of a cluster are doing while they train a comparison.

Read `workers_view.py` first.
"""
