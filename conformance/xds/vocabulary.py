"""The names of the field: namespaces, URNs and UUIDs of ebRIM, XDS.b and XDS-I.b (ITI TF-3 4.2.5, TF-2 Appendix V)."""

from __future__ import annotations

from typing import Final

SOAP: Final = "http://www.w3.org/2003/05/soap-envelope"
SOAP_11: Final = "http://schemas.xmlsoap.org/soap/envelope/"
WSA: Final = "http://www.w3.org/2005/08/addressing"
XOP: Final = "http://www.w3.org/2004/08/xop/include"
RIM: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
RS: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
LCM: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
QUERY: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
XDS: Final = "urn:ihe:iti:xds-b:2007"
IHERAD: Final = "urn:ihe:rad:xdsi-b:2009"
RMD: Final = "urn:ihe:iti:rmd:2017"
HL7V3: Final = "urn:hl7-org:v3"
XML: Final = "http://www.w3.org/XML/1998/namespace"
PREFIXES: Final = {
    "soap": SOAP,
    "wsa": WSA,
    "xop": XOP,
    "rim": RIM,
    "rs": RS,
    "lcm": LCM,
    "query": QUERY,
    "xds": XDS,
    "iherad": IHERAD,
}
ANONYMOUS: Final = f"{WSA}/anonymous"

# Actions (ITI TF-2 Appendix V, 3.18.7, 3.41.7, 3.42.7, 3.43.7; RAD TF-3 4.69.7).
STORED_QUERY: Final = "urn:ihe:iti:2007:RegistryStoredQuery"
PROVIDE: Final = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
REGISTER: Final = "urn:ihe:iti:2007:RegisterDocumentSet-b"
RETRIEVE: Final = "urn:ihe:iti:2007:RetrieveDocumentSet"
RETRIEVE_IMAGING: Final = "urn:ihe:rad:2009:RetrieveImagingDocumentSet"
UPDATE: Final = "urn:ihe:iti:2010:UpdateDocumentSet"
REMOVE_METADATA: Final = "urn:ihe:iti:2010:DeleteDocumentSet"
REMOVE_DOCUMENTS: Final = "urn:ihe:iti:2017:RemoveDocuments"
REGISTER_ON_DEMAND: Final = "urn:ihe:iti:2010:RegisterOnDemandDocumentEntry"
MULTI_PATIENT_QUERY: Final = "urn:ihe:iti:2009:MultiPatientStoredQuery"
CROSS_QUERY: Final = "urn:ihe:iti:2007:CrossGatewayQuery"
CROSS_RETRIEVE: Final = "urn:ihe:iti:2007:CrossGatewayRetrieve"
CROSS_RETRIEVE_IMAGING: Final = "urn:ihe:rad:2011:CrossGatewayRetrieveImagingDocumentSet"
IDENTITY_ACTION: Final = f"{HL7V3}:"
"""Before the name of a message of the Patient Identity Feed in HL7 version 3 (ITI-44)."""

RESPONSE_ACTIONS: Final = {
    **{
        f"{IDENTITY_ACTION}{one}": f"{IDENTITY_ACTION}MCCI_IN000002UV01"
        for one in ("PRPA_IN201301UV02", "PRPA_IN201302UV02", "PRPA_IN201304UV02")
    },
    **{
        action: f"{action}Response"
        for action in (UPDATE, REMOVE_METADATA, REMOVE_DOCUMENTS, MULTI_PATIENT_QUERY, CROSS_QUERY, CROSS_RETRIEVE)
    },
    REGISTER_ON_DEMAND: "urn:ihe:iti:2010:RegisterOnDemandDocumentResponse",
    CROSS_RETRIEVE_IMAGING: f"{CROSS_RETRIEVE_IMAGING}Response",
    STORED_QUERY: f"{STORED_QUERY}Response",
    PROVIDE: f"{PROVIDE}Response",
    REGISTER: f"{REGISTER}Response",
    RETRIEVE: f"{RETRIEVE}Response",
    RETRIEVE_IMAGING: f"{RETRIEVE}Response",
}
"""The response action of RAD-69 is that of ITI-43: irregular, and so in IHE's own WSDL."""

# Statuses and severities (ITI TF-3 4.2.4).
APPROVED: Final = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
DEPRECATED: Final = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"
SUCCESS: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
FAILURE: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
PARTIAL_SUCCESS: Final = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
ERROR: Final = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
WARNING: Final = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"

# Associations (ITI TF-3 4.2.2).
HAS_MEMBER: Final = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
RPLC: Final = "urn:ihe:iti:2007:AssociationType:RPLC"
XFRM: Final = "urn:ihe:iti:2007:AssociationType:XFRM"
APND: Final = "urn:ihe:iti:2007:AssociationType:APND"
XFRM_RPLC: Final = "urn:ihe:iti:2007:AssociationType:XFRM_RPLC"
SIGNS: Final = "urn:ihe:iti:2007:AssociationType:signs"
SNAPSHOT: Final = "urn:ihe:iti:2010:AssociationType:IsSnapshotOf"
SUBMIT_ASSOCIATION: Final = "urn:ihe:iti:2010:AssociationType:SubmitAssociation"
UPDATE_STATUS: Final = "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus"
RELATIONSHIPS: Final = frozenset({RPLC, XFRM, APND, XFRM_RPLC, SIGNS, SNAPSHOT})
DOCUMENTATION: Final = "urn:uuid:abd807a3-4432-4053-87b4-fd82c643d1f3"
OBJECT_TYPE: Final = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject"
CLASSIFICATION_TYPE: Final = f"{OBJECT_TYPE}:Classification"
EXTERNAL_IDENTIFIER_TYPE: Final = f"{OBJECT_TYPE}:ExternalIdentifier"
ASSOCIATION_TYPE: Final = f"{OBJECT_TYPE}:Association"
PACKAGE_TYPE: Final = f"{OBJECT_TYPE}:RegistryPackage"

# Document entries (ITI TF-3 4.2.5.2).
STABLE: Final = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
ON_DEMAND: Final = "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"
ENTRY_AUTHOR: Final = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
ENTRY_CLASS: Final = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"
ENTRY_CONFIDENTIALITY: Final = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"
ENTRY_EVENT: Final = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"
ENTRY_FORMAT: Final = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"
ENTRY_FACILITY: Final = "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1"
ENTRY_PRACTICE: Final = "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead"
ENTRY_TYPE: Final = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"
ENTRY_PATIENT: Final = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
ENTRY_UNIQUE_ID: Final = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
ENTRY_LIMITED: Final = "urn:uuid:ab9b591b-83ab-4d03-8f5d-f93b1fb92e85"

# Submission sets and folders (ITI TF-3 4.2.5.1, 4.2.5.3).
SET_NODE: Final = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"
SET_AUTHOR: Final = "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d"
SET_CONTENT_TYPE: Final = "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500"
SET_PATIENT: Final = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446"
SET_SOURCE: Final = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832"
SET_UNIQUE_ID: Final = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8"
SET_LIMITED: Final = "urn:uuid:5003a9db-8d8d-49e6-bf0c-990e34ac7707"
FOLDER_NODE: Final = "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2"
FOLDER_CODES: Final = "urn:uuid:1ba97051-7806-41a8-a48b-8fce7af683c5"
FOLDER_PATIENT: Final = "urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a"
FOLDER_UNIQUE_ID: Final = "urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a"
FOLDER_LIMITED: Final = "urn:uuid:2c144a76-29a9-4b7c-af54-b25409fe7d03"

REFERENCE_IDS: Final = "urn:ihe:iti:xds:2013:referenceIdList"

# Stored queries (ITI TF-2 3.18.4.1.2.4).
QUERIES: Final = {
    "FindDocuments": "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d",
    "FindSubmissionSets": "urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9",
    "FindFolders": "urn:uuid:958f3006-baad-4929-a4de-ff1114824431",
    "GetAll": "urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3",
    "GetDocuments": "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4",
    "GetFolders": "urn:uuid:5737b14c-8a1a-4539-b659-e03a34a5e1e4",
    "GetAssociations": "urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155",
    "GetDocumentsAndAssociations": "urn:uuid:bab9529a-4a10-40b3-a01f-f68a615d247a",
    "GetSubmissionSets": "urn:uuid:51224314-5390-4169-9b91-b1980040715a",
    "GetSubmissionSetAndContents": "urn:uuid:e8e3cb2c-e39c-46b9-99e4-c12f57260b83",
    "GetFolderAndContents": "urn:uuid:b909a503-523d-4517-8acf-8e5834dfc4c7",
    "GetFoldersForDocument": "urn:uuid:10cae35a-c7f9-4cf5-b61e-fc3278ffb578",
    "GetRelatedDocuments": "urn:uuid:d90e5407-b356-4d91-a89f-873917b4b0e6",
    "FindDocumentsByReferenceId": "urn:uuid:12941a89-e02e-4be5-967c-ce4bfc8fe492",
}
MULTI_PATIENT_DOCUMENTS: Final = "urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f"
"""FindDocumentsForMultiplePatients (ITI TF-2 3.51.4.1.2.3), a query of ITI-51 alone."""

# XDS-I.b (RAD TF-3 4.68.4.1.2).
KEY_OBJECT_SELECTION: Final = "1.2.840.10008.5.1.4.1.1.88.59"
DICOM_UID_SCHEME: Final = "1.2.840.10008.2.6.1"
EMPTY_SHA1: Final = "da39a3ee5e6b4b0d3255bfef95601890afd80709"


def clark(namespace: str, name: str) -> str:
    """Return a name as lxml writes it: ``{namespace}name``."""
    return f"{{{namespace}}}{name}"


def short(urn: str) -> str:
    """Return the last word of a URN, as people say it: ``Success``, ``RPLC``, ``Approved``."""
    return urn.rsplit(":", 1)[-1]
