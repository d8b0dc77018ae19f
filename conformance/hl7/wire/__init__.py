"""The octets of HL7 v2: MLLP blocks, and messages in ER7 inside them; read, written, and written wrongly on purpose."""
