"""Spaces of many dimensions as planes: what a layer makes of images, and the cost over weights.

It knows neither training nor storage. Read `components.py` first.
"""
