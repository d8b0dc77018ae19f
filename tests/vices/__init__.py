"""Scenarios with a vice each, which the supervisor must survive; no kit lists them."""
