"""Run folders and needs in, files out; never pytest, never a protocol."""
