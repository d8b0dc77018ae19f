"""DICOM over HTTP (PS3.18): what is sent, read and kept of it, judged by nobody here."""
