"""The switch that hides GPUs in safe mode; it loads no torch, so the window may read it early."""

# the environment variable that keeps Inkling from looking for GPUs
NO_GPU = "INKLING_NO_GPU"
