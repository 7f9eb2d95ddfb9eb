"""MMC Console: a medical centre's queues, from the door to the last clinic. Holds the version and nothing else."""

__version__ = "0.1.0"
