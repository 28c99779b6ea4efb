"""The page that leads from a network's logits to the cost of its answer.

Read `cost_page.py` first.
"""
