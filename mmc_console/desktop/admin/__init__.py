"""The pages of whoever runs the centre: one package each; none is built before somebody opens it."""
