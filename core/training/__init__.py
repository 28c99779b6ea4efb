"""The training loop, and all that one step of it needs.

It knows neither folders nor windows: the caller that asks for its events decides what becomes of
them. Read `loop.py` first; then `batches.py` and `optimizers.py` for what a step starts from, and
`steps` for the step itself.
"""
