"""The tab Network: the shown networks reading the drawing, live, above their curves.

Core computes what is shown (`core.insight.diagram`); here it is laid out and painted. Read
`stage_panel.py` first.
"""
