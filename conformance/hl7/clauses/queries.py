"""What a PIX manager (ITI-9) and a patient demographics supplier (ITI-21, ITI-22) are judged by."""

from __future__ import annotations

from conformance.hl7.clauses.citing import hl7, iti
from conformance.model import Level

QUERY_ANSWERED = iti(
    "query.answered",
    "3.9.4.2.2, 3.21.4.2.2",
    "A query is answered at once with its response: RSP, of the event that belongs to the query's.",
)
TAG_REPEATED = hl7("query.tag-repeated", "5.5.2", "QAK-1 repeats the query tag (QPD-2).")
QUERY_ECHOED = iti(
    "query.parameters-echoed",
    "3.9.4.2.2, 3.21.4.2.2",
    "The response repeats the query's parameters: its QPD is that of the query.",
)
RESPONSE_VALID = hl7(
    "query.response-structure",
    "2.5.1",
    "The response is a message of its version: its segments in their order, its required fields filled in.",
)

CORRESPONDING = iti(
    "pix.corresponding-identifiers",
    "3.9.4.2.2.6",
    "A patient with identifiers in other domains: AA, QAK-2 OK, and these identifiers in PID-3.",
)
WANTED_ONLY = iti(
    "pix.wanted-domains-only",
    "3.9.4.1.2.2",
    "Identifiers of the domains QPD-4 asks for are returned, and of no others.",
)
NOBODY_ELSE = iti(
    "pix.one-patient", "3.9.4.2.2.6", "The identifiers of one patient are returned, and nobody else's among them."
)
NONE_FOUND = iti(
    "pix.no-identifier",
    "3.9.4.2.2.6",
    "A patient without identifier in the domain asked for: AA, QAK-2 NF, and no PID.",
)
UNKNOWN_IDENTIFIER = iti(
    "pix.unknown-identifier",
    "3.9.4.2.2.6",
    "An identifier the manager does not know is an error (AE or AR, QAK-2 AE), never a success and never a patient.",
)
UNKNOWN_DOMAIN = iti(
    "pix.unknown-domain",
    "3.9.4.2.2.6",
    "A domain the manager does not know, in QPD-3 or QPD-4, is an error (AE or AR, QAK-2 AE), not an empty answer.",
)
ERROR_IS_KEY = iti(
    "pix.unknown-key-told",
    "3.9.4.2.2.6",
    "What is unknown is told in ERR: ERR-3 is 204 (unknown key identifier), ERR-2 names the field of QPD.",
    Level.SHOULD,
)
NAMESAKES_APART = iti(
    "pix.namesakes-apart",
    "3.9.1",
    "Two patients of the same name and birth date, otherwise different, are not taken for one.",
    Level.MAY,
)
AUTHORITIES_APART = iti(
    "pix.authorities-apart",
    "3.8.4.1.2.3",
    "One number from two assigning authorities (PID-3.4) is two identifiers, which two patients may have.",
)
MERGE_FOLLOWED = iti(
    "pix.merge-followed",
    "3.8.4.2.3",
    "After a merge (A40) the identifiers linked to the one given up are found by the one that survives.",
)

MATCHED = iti(
    "pdq.matches-returned", "3.21.4.2.2", "Every patient that matches the criteria of QPD-3 is returned, with QAK-2 OK."
)
OTHERS_LEFT = iti(
    "pdq.others-left-out", "3.21.4.2.2", "A patient who does not match what QPD-3 asks for is not returned."
)
DEMOGRAPHICS = iti(
    "pdq.demographics-returned",
    "3.21.4.2.2",
    "A patient is returned with identifiers, name, birth date and sex, as far as they are known.",
)
NOT_FOUND = iti("pdq.nobody-found", "3.21.4.2.2", "When nobody matches: AA, QAK-2 NF, and no PID.")
PREFIX_NEEDS_WILDCARD = iti(
    "pdq.no-prefix-without-wildcard",
    "3.21.4.1.2.2",
    "A name without wild card is a whole name: longer names that begin like it are not returned.",
    Level.MAY,
)
WILDCARD = iti(
    "pdq.wildcard-matches",
    "3.21.4.1.2.2",
    "A name that ends with an asterisk stands for every name that begins so.",
    Level.SHOULD,
)
DOMAINS_ONLY = iti(
    "pdq.wanted-domains-only",
    "3.21.4.1.2.2.2",
    "Identifiers of the domains QPD-8 asks for are returned, and of no others.",
)
ALL_DOMAINS = iti(
    "pdq.all-domains", "3.21.4.1.2.2.2", "With QPD-8 empty, all identifiers known of a patient are returned."
)
DOMAIN_UNKNOWN = iti(
    "pdq.unknown-domain",
    "3.21.4.1.2.2.2",
    "A domain in QPD-8 that is not known is an error: AE (or AR), QAK-2 AE, and no PID.",
)
NO_MORE_THAN_ASKED = iti(
    "pdq.no-more-than-asked", "3.21.4.1.2.2.4", "No more records are returned at a time than RCP-2 allows."
)
CONTINUED = iti(
    "pdq.continued",
    "3.21.4.1.2.2.5",
    "The rest is returned to the same query with the pointer of DSC-1: every record once, none left out.",
)
UPDATE_FOUND = iti(
    "pdq.update-followed",
    "3.8.4.1.3",
    "After an update (A08) a patient is found by the new name, and returned under it.",
)
MERGED_FOUND_ONCE = iti(
    "pdq.merge-followed",
    "3.8.4.2.3",
    "After a merge (A40) the surviving patient is found, and nobody any more under the identifier that was given up.",
)
ADMITTED_ONCE = iti(
    "pdq.admitted-once",
    "3.8.4.1.3",
    "A patient who is registered and then admitted (A01) under the same identifiers is one patient, not two.",
)
EVERY_IDENTIFIER = iti(
    "pdq.every-identifier-kept",
    "3.8.4.1.2.3",
    "Every repetition of PID-3 is kept: a patient is found by each of the identifiers, not by the first alone.",
    Level.SHOULD,
)
VISIT_RETURNED = iti(
    "pdq.visit-returned", "3.22.4.2.2", "A demographics and visit query is answered with the visit (PV1) of a patient."
)
