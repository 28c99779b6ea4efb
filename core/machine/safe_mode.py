"""What safe mode tells the devices, apart from torch because the window reads it at its start."""

NO_GPU = "INKLING_NO_GPU"  # the environment variable by which safe mode lets no GPU be asked whether it is there
