"""How a network comes to one answer: activations, neurons, neighbours; and the line's own view.

It knows neither training nor storage. Read `predictor.py` first.
"""
