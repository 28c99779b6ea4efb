"""What a network endures: damaged, cut and rounded weights, and digits changed to fool it.

It knows neither training nor storage. Read `damage.py` first.
"""
