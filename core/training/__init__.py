"""The loop that learns, and all that it needs for a step.

It knows neither folders nor windows: whoever asks for its events decides what becomes of them. Read
`loop.py` first.
"""
