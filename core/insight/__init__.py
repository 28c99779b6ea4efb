"""The inspection of a network's answer: activations, neurons, neighbours; and the line's view.

It knows neither training nor storage. Read `predictor.py` first.
"""
