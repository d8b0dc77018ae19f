"""The stories of this room, one file per service or transaction."""
