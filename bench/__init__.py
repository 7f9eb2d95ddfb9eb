"""The promised figures beside the measured ones, and beside the bare limits of the same run. Gives no verdict."""
