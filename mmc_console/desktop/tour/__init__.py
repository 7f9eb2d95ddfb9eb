"""Walks through every page of the console on a real server with a sample day, and pictures each."""
