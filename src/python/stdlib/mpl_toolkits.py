"""A package of matplotlib's: its axes of three dimensions."""
