"""Workstations with one vice each in how they search and retrieve; and odd ones."""

from __future__ import annotations

from conformance.dicom.saboteurs.workstations import retrieving, searching, unusual

SABOTEURS = (*searching.SABOTEURS, *retrieving.SABOTEURS, *unusual.SABOTEURS)
