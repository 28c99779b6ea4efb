"""What a network endures: perturbed digits, damaged, cut and rounded weights, and attacks.

It knows neither training nor storage. Read `damage.py` first.
"""
