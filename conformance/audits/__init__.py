"""Audit trails (ITI-20, PS3.15 A.5): records read, our sink for them, and how a simulator sends its own."""
