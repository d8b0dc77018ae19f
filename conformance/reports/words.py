"""The words of a report: every verdict, level and term of the field, for readers who never heard of a C-FIND."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conformance.model import Level, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with a shape and a tone beside it, so that colour alone never carries the meaning.

    ``shape`` names a drawing of ours (tick, half, cross, bar, ring, triangle), ``tone`` a colour of ours
    (good, part, bad, none, ours).
    """

    word: str
    shape: str
    tone: str
    says: str = ""


OUTCOMES = {
    Outcome.FAILED: Mark(
        "Failed", "cross", "bad", "something the standard requires was not done, and the recording shows it"
    ),
    Outcome.RESERVATION: Mark(
        "Reservation", "half", "part", "all requirements met; something the standard recommends was not done"
    ),
    Outcome.BLOCKED: Mark(
        "Could not be tested",
        "bar",
        "none",
        "there was nothing to judge: not reachable, or a step before it failed; earns nothing",
    ),
    Outcome.ERROR: Mark(
        "Our error",
        "triangle",
        "ours",
        "the test tool went wrong; it does not count against the system, and must be repeated",
    ),
    Outcome.NOT_APPLICABLE: Mark("Not applicable", "ring", "none", "neither claimed by the supplier nor asked for"),
    Outcome.PASSED: Mark("Passed", "tick", "good", "everything that was checked was as the standard says"),
}
"""In the order a reader wants them: what is wrong first."""

VERDICTS = {
    Verdict.FAILED: Mark("Not met", "cross", "bad"),
    Verdict.BLOCKED: Mark("Not shown", "bar", "none"),
    Verdict.ERROR: Mark("Our error", "triangle", "ours"),
    Verdict.NOT_APPLICABLE: Mark("Not applicable", "ring", "none"),
    Verdict.PASSED: Mark("Met", "tick", "good"),
}

LEVELS = {Level.MUST: "required", Level.SHOULD: "recommended", Level.MAY: "common practice"}

KITS = {
    "dicom": "Images (DICOM)",
    "hl7": "Patient, order and report messages (HL7 v2)",
    "xds": "Shared documents and images (XDS, XDS-I)",
    "workflow": "Stories across systems",
    "robustness": "Robustness: behaviour under faults",
}

ACTORS = {
    "audit-source": "system that records accesses",
    "secure-node": "system behind its secure connection",
    "report-sender": "sender of reports",
    "adt-sender": "sender of patient messages",
    "order-placer": "sender of orders",
    "modality": "scanner",
    "initiator": "system that speaks first",
    "imaging-document-consumer": "reader of shared images",
    "document-consumer": "reader of shared documents",
    "document-source": "sender of shared documents",
    "document-responder": "shared documents for light clients",
    "charge-receiver": "receiver of charges",
    "appointment-receiver": "receiver of appointments",
    "archive": "image archive",
    "workstation": "viewer that searches and retrieves",
    "worklist": "worklist provider",
    "adt-receiver": "receiver of patient messages",
    "hospital": "hospital's systems together",
    "mllp-receiver": "receiver of messages",
    "mllp-sender": "sender of messages",
    "order-receiver": "receiver of orders",
    "report-receiver": "receiver of reports",
    "result-receiver": "receiver of results",
    "document-registry": "index of shared documents",
    "document-repository": "store of shared documents",
    "on-demand-document-source": "maker of documents that are asked for",
    "imaging-source": "source of shared images",
    "imaging-document-source": "source of shared images",
    "demographics-supplier": "index of patients' details",
    "document-recipient": "receiver of documents",
    "pix-manager": "index of patients' identifiers",
    "responding-gateway": "gateway that answers other communities",
    "initiating-gateway": "gateway that asks other communities",
    "initiating-imaging-gateway": "gateway that asks other communities for images",
    "responding-imaging-gateway": "gateway that answers other communities for images",
    "step-manager": "keeper of the steps of examinations",
}

EVIDENCE_KINDS = {
    "wire": "messages recorded by this test",
    "document": "documents in the bid",
    "demonstration": "a demonstration to the panel",
    "panel": "the panel's own judgement",
    "price": "the price schedule",
}

DISPOSITIONS = {"keep": "Keep", "retire": "Retire", "adds-value": "Adds value"}

CLAIMS = {
    "yes": "Yes",
    "configurable": "Yes, when configured",
    "third-party": "Through a third party",
    "roadmap": "On the roadmap",
    "no": "No",
}

_TRANSACTIONS = {
    "RAD-11": "Examination's status told",
    "RAD-129": "Images searched for over the web (QIDO-RS)",
    "UPS-RS": "Work scheduled, claimed and finished over the web (UPS-RS)",
    "RAD-108": "Images stored over the web (STOW-RS)",
    "ITI-31": "Visits and encounters told",
    "ITI-30": "Patient details kept and merged",
    "RAD-62": "Radiation dose stored",
    "RAD-48": "Appointment told",
    "RAD-35": "Charges posted",
    "A-ABORT": "Connection broken off",
    "A-ASSOCIATE": "Connection agreed",
    "A-RELEASE": "Connection ended in good order",
    "ACK": "Message acknowledged",
    "C-ECHO": "Asked whether it is there",
    "C-FIND": "Searched",
    "C-GET": "Images fetched over the same connection",
    "C-MOVE": "Images sent to somebody",
    "C-STORE": "Images stored",
    "MLLP": "Messages put in their envelopes",
    "RAD-1": "Patient registration",
    "RAD-2": "Order placed by a ward",
    "RAD-3": "Order placed by radiology",
    "RAD-4": "Procedure scheduled",
    "RAD-5": "Worklist asked for by a scanner",
    "RAD-6": "Examination begun",
    "RAD-7": "Examination completed",
    "RAD-8": "Images stored",
    "RAD-9": "Way of showing an image stored",
    "RAD-10": "Storage confirmed",
    "RAD-12": "Patient details updated or merged",
    "RAD-13": "Procedure updated",
    "RAD-14": "Images searched for",
    "RAD-16": "Images retrieved",
    "RAD-26": "Reports searched for",
    "RAD-28": "Report sent",
    "RAD-29": "Note on key images stored",
    "RAD-55": "Image fetched over the web (WADO)",
    "RAD-66": "Rejection note stored",
    "RAD-68": "Imaging manifest shared",
    "RAD-69": "Image set retrieved",
    "RAD-75": "Image set retrieved from another community",
    "RAD-107": "Images fetched over the web (WADO-RS)",
    "ITI-1": "Clocks kept together",
    "ITI-8": "Patient identity sent to the registry",
    "ITI-9": "Identifiers of one patient looked up",
    "ITI-10": "Changed identifiers of a patient told",
    "ITI-18": "Documents searched for",
    "ITI-19": "Secure connection",
    "ITI-20": "Access recorded",
    "ITI-21": "Patients searched for by their details",
    "ITI-22": "Patients and visits searched for",
    "ITI-40": "Who asks, said with the question",
    "ITI-41": "Document handed in",
    "ITI-42": "Document registered",
    "ITI-43": "Document fetched",
    "ITI-44": "Patient identity sent to the registry as XML",
    "ITI-38": "Documents searched for in another community",
    "ITI-39": "Documents fetched from another community",
    "ITI-51": "Documents searched for across patients",
    "ITI-57": "Document entry updated",
    "ITI-61": "On-demand document registered",
    "ITI-62": "Document entry deleted",
    "ITI-64": "Documents moved to another patient",
    "ITI-65": "Documents handed in over the web (MHD)",
    "ITI-66": "Submissions searched for over the web (MHD)",
    "ITI-67": "Documents searched for over the web (MHD)",
    "ITI-68": "Document fetched over the web (MHD)",
    "ITI-86": "Documents removed",
}

_GLOSSARY = {
    "UPS-RS": "asking for, taking on and finishing scheduled work over the web",
    "MTOM": "a way to put documents beside a SOAP message without blowing them up",
    "SOAP": "the envelope in which XDS messages travel over the web",
    "PID": "the line of an HL7 v2 message that says who the patient is",
    "MSH": "the first line of an HL7 v2 message: who sends what to whom",
    "ORM": "HL7 v2 messages that carry an order",
    "ORU": "HL7 v2 messages that carry a report or result",
    "OID": "object identifier: a number that names a thing, a list or an issuer of numbers for good",
    "PDQ": "patient demographics query: finding a patient by name or birth date",
    "PIX": "patient identifier cross-reference: which numbers mean the same patient",
    "MPPS": "modality performed procedure step: a scanner's message that an examination began or ended",
    "KOS": "key object selection: a DICOM object that points at chosen images",
    "SR": "structured report: a report or measurements as DICOM objects",
    "SOP class": "what kind of object a DICOM service handles, such as a CT image",
    "VR": "value representation: of which kind a DICOM value is, such as a date or a name",
    "TLS": "the way a connection is kept secret, and each side shows who it is",
    "QIDO-RS, STOW-RS": "DICOM's ways of searching for images and storing them over the web",
    "DICOMweb": "DICOM over the web: WADO-RS fetches, QIDO-RS searches, STOW-RS stores",
    "A-ABORT": "DICOM's way of breaking a connection off",
    "WADO-RS": "the newer form of WADO, which also fetches whole studies",
    "WADO": "web access to DICOM objects: images fetched one by one over the web",
    "UTF-8": "the way to write the letters of every language",
    "UID": "unique identifier: a number no other study, series or image has",
    "PDU": "protocol data unit: one unit of a DICOM connection",
    "P-DATA-TF": "the unit in which DICOM carries messages over a connection",
    "NHS number": "the number that identifies a patient throughout the English health service",
    "MHD": "a way for phones and browsers to reach shared documents",
    "JPEG, JPEG-LS": "ways to make images take less room",
    "HTTP": "the protocol of the web",
    "CT, MR": "computed tomography and magnetic resonance: two kinds of scanner",
    "ASCII": "the unaccented letters every computer knows",
    "AE title": "the name by which a DICOM system calls itself and is called",
    "ADT": "admission, discharge, transfer: HL7 v2 messages about patients and their visits",
    "AL, NE, ER, SU": "codes by which an HL7 v2 sender asks to be answered always, never, on errors or on success",
    "CA, CE, CR": "the same codes when they only say that a message arrived safely",
    "AA, AE, AR": "codes by which an HL7 v2 receiver says it took a message, found an error in it, or refused it",
    "archive": "the part of a PACS that keeps the images for years",
    "clause": "one numbered sentence of a published standard; each verdict names the clause it rests on",
    "claim": "what the supplier's bid says its product does",
    "DICOM": "the standard by which scanners, archives and viewers exchange medical images",
    "C-ECHO": "DICOM's way of asking “are you there?”",
    "C-FIND": "DICOM's way of searching an archive or a worklist",
    "C-GET": "DICOM's way of fetching images over the same connection",
    "C-MOVE": "DICOM's way of telling an archive to send images to somebody",
    "C-STORE": "DICOM's way of handing an image over",
    "evidence": "the messages exactly as they passed between the test tool and the system, kept byte for byte",
    "gate": "a need that disqualifies an offer when it is not met, whatever the score",
    "HL7 v2": "the standard by which hospital systems tell one another about patients, orders and reports",
    "IHE": "Integrating the Healthcare Enterprise: it says which standards to use together, as numbered transactions",
    "MLLP": "the simple envelope in which HL7 v2 messages travel",
    "MoSCoW": "must, should, could, won't: how much a buyer wants something",
    "PACS": "picture archiving and communication system: stores and shows a hospital's images",
    "registry": "the index of a shared patient record: knows which documents exist and where",
    "repository": "the store of a shared patient record: holds the documents themselves",
    "RIS": "radiology information system: orders, appointments and reports of a radiology department",
    "scenario": "one story told to the system under test, and everything checked in its answers",
    "seed": "a number from which all invented test data are made; the same seed makes the same data again",
    "SHA-256": "a fingerprint of a file: if one bit changes, the fingerprint changes",
    "transaction": "one numbered exchange of IHE, such as RAD-14 (searching for images)",
    "wire": "what really passed over the network, whatever a product's screens say",
    "worklist": "the list of examinations a scanner is to make next",
    "XDS": "cross-enterprise document sharing: many systems sharing one patient record",
    "XDS-I": "XDS for images",
}


def kit_title(kit: str) -> str:
    """Return the heading under which a kit's scenarios stand; an unknown kit keeps its own name."""
    return KITS.get(kit, kit)


def actor_title(actor: str) -> str:
    """Return what an actor is, to a reader who does not know the standard's name for it."""
    return ACTORS.get(actor.replace("_", "-"), actor.replace("_", " ").replace("-", " "))


def transaction_title(transaction: str) -> str:
    """Return what happens in a transaction, in a few words; empty for one we have no words for."""
    codes = re.findall(r"[A-Z]+(?:-[A-Z0-9]+)?", transaction)
    return "; ".join(_TRANSACTIONS[code] for code in dict.fromkeys(codes) if code in _TRANSACTIONS)


def glossary() -> list[tuple[str, str]]:
    """Return each term with its meaning, in the order of the alphabet."""
    return sorted(_GLOSSARY.items(), key=lambda pair: pair[0].casefold())


def sentence(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``3 scenarios`` or ``1 scenario``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
