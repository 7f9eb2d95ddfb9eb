"""Checks everything a support call would ask, on the machine it is started on, and says what to do. Changes nothing."""
