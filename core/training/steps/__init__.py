"""One step of gradient descent: the ways to compute it, and what may be done to it.

Read `fastest.py` first: it chooses between the five lines of `core.training.loop`, all derivatives
written out (`manual_step.py`), and a recorded CUDA graph (`cuda_graph.py`). Digits may be changed
against the network before a step (`adversary.py`), weights cut for all steps that follow
(`pruning.py`), and their size penalized (`penalties.py`).
"""
