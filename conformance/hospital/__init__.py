"""The embedded reference hospital: the simulators of the rooms, wired into one candidate."""
