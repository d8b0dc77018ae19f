"""Modalities with one vice each in how they ask and send; and odd ones."""

from __future__ import annotations

from conformance.dicom.saboteurs.modalities import making, odd, requests, sending

SABOTEURS = (*requests.SABOTEURS, *sending.SABOTEURS, *making.SABOTEURS, *odd.SABOTEURS)
