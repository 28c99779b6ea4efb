"""A page on which anybody can draw for one to three networks, with all that is known of them.

Read `page.py` first. What the page computes with stands in `resources/report`: `network.js`, and
the preparation of drawings in `ink.js`.
"""
