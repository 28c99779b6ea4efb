"""One run in memory: id, events, record, checkpoint, control.

It knows neither files nor torch's optimizers. Read `events.py` first.
"""
