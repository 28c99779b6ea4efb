"""The pages Map and Landscape of *Inside*: a layer's space, and the cost over the weights.

They compute nothing themselves; core does, in jobs. Read `map_page.py` first.
"""
