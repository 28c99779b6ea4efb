"""The tab Plane: what networks with two inputs answer everywhere in the plane, while they train.

Core computes the maps (`core.insight.plane`); here they are requested and painted, and points are
set with the mouse. Read `plane_panel.py` first.
"""
