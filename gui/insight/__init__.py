"""The tab Inside: the drawing followed through the network.

It computes nothing itself; core does, in a job. Read `insight_panel.py` first.
"""
