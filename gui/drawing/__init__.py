"""Canvas, preparation, answers, handwriting.

It knows neither plots nor table. Read `draw_panel.py` first.
"""
