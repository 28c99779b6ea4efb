"""From a model's config to layers, modules, weights.

It knows no data and no training. Read `models.py` first.
"""
