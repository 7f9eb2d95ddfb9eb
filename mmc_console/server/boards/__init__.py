"""The centre's boards: which there are, how they are let in, and what they are sent."""
