"""Training on many machines: a run cut into slices of one epoch, which any machine can train.

The machine that gives the command keeps the runs. It turns the slices' results into the events of
`core.run.events`, so recording, verdicts and commands need no second way. The room knows neither
folders nor windows. Read `slices.py` first, then `driver.py`; `dask_engine.py` is the only module
that knows Dask.
"""
