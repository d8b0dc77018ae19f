"""Modalities with one vice each in how they ask and send; and odd ones."""

from __future__ import annotations

from conformance.dicom.saboteurs.modalities import making, odd, requests, sending, telling

SABOTEURS = (*requests.SABOTEURS, *sending.SABOTEURS, *making.SABOTEURS, *telling.SABOTEURS, *odd.SABOTEURS)
