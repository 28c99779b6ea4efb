"""What safe mode tells the devices, apart from torch because the window reads it at its start."""

# the environment variable by which safe mode lets no GPU be asked whether it is there
NO_GPU = "INKLING_NO_GPU"
