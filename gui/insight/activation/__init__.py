"""The page of the activation functions: their curves, their slopes, and where layers meet them."""
