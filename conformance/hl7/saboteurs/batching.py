"""Receivers with one vice in batches of messages or files of batches, and the oddities beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.batches import opened

if TYPE_CHECKING:
    from conformance.hl7.simulator.batches import Batch, File
    from conformance.hl7.wire.mllp import Frame


class FirstOfBatch(Receiver):
    """Takes the first message of a batch and leaves the others."""

    def batch(self, batch: Batch) -> bytes:
        """Answer the first message."""
        return batch.answered([reply for one in batch.messages[:1] for reply in self.replies(one)], "ZZFIRST")


class RefusesBatches(Receiver):
    """Refuses in a batch what it takes alone."""

    def batch(self, batch: Batch) -> bytes:
        """Answer every message with AE."""
        return super().batch(batch).replace(b"MSA|AA", b"MSA|AE")


class SwallowsBatchErrors(Receiver):
    """Accepts a batch as a whole, whatever became of its messages."""

    def batch(self, batch: Batch) -> bytes:
        """Answer with a batch of no errors."""
        super().batch(batch)
        return batch.answered([], "ZZFINE")


class ChokesOnEmptyBatches(Receiver):
    """Rejects a batch of no messages under the batch's own name."""

    def batch(self, batch: Batch) -> bytes:
        """Answer with an AR that names the batch."""
        if batch.messages:
            return super().batch(batch)
        return super().batch(batch) + b"MSH|^~\\&|||||2026||ACK|ZZEMPTY|P|2.5.1\rMSA|AR|%b\r" % batch.header[10]


class FirstOfFile(Receiver):
    """Takes the first batch of a file and leaves the others."""

    def file(self, file: File) -> bytes:
        """Answer the first batch."""
        return file.answered([self.batch(one) for one in file.batches[:1]], self.own_id())


class RefusesFiles(Receiver):
    """Refuses in a file what it takes in a batch."""

    def file(self, file: File) -> bytes:
        """Answer every message of a file with AE."""
        answered = super().file(file)
        return answered.replace(b"MSA|AA", b"MSA|AE") if file.header else answered


class SwallowsFileErrors(Receiver):
    """Accepts a file as a whole, whatever became of its messages."""

    def file(self, file: File) -> bytes:
        """Answer a file with one that names it and tells no errors."""
        answered = super().file(file)
        return file.answered([], self.own_id()) if file.header else answered


# Unusual and right.


class NegativeOnly(Receiver):
    """Answers a batch with a batch of those acknowledgements alone that are negative."""

    def batch(self, batch: Batch) -> bytes:
        """Leave out what is implied."""
        replies = [reply for one in batch.messages for reply in self.replies(one)]
        return batch.answered([one for one in replies if b"MSA|AA" not in one], self.own_id())


class OneByOne(Receiver):
    """Answers each message of a batch or file in a block of its own."""

    def answer(self, frame: Frame) -> bytes | None:
        """Answer the messages as if each had come alone."""
        file = opened(frame.content)
        if file is None:
            return super().answer(frame)
        alone = [one for batch in file.batches for one in batch.messages]
        return b"".join(self.block(reply) for one in alone for reply in self.replies(one)) or None


_IN_FILES = (c.FILE_ANSWERED, c.FILE_TAKEN, c.FILE_ERROR_TOLD)

BATCHING = (
    receiver(
        "hl7.batch-first",
        "batching:FirstOfBatch",
        "Answers the first of a batch alone",
        [c.BATCH_ANSWERED],
        [c.BATCH_ERROR_TOLD, *_IN_FILES],
    ),
    receiver("hl7.batch-refused", "batching:RefusesBatches", "Refuses what is in a batch", [c.BATCH_TAKEN], _IN_FILES),
    receiver(
        "hl7.batch-swallowed",
        "batching:SwallowsBatchErrors",
        "Tells no errors in a batch",
        [c.BATCH_ERROR_TOLD],
        _IN_FILES,
    ),
    receiver("hl7.batch-empty", "batching:ChokesOnEmptyBatches", "Rejects an empty batch", [c.EMPTY_BATCH_TAKEN]),
    receiver(
        "hl7.file-first",
        "batching:FirstOfFile",
        "Answers the first batch of a file alone",
        [c.FILE_ANSWERED],
        [c.FILE_ERROR_TOLD],
    ),
    receiver("hl7.file-refused", "batching:RefusesFiles", "Refuses what is in a file", [c.FILE_TAKEN]),
    receiver("hl7.file-swallowed", "batching:SwallowsFileErrors", "Tells no errors in a file", [c.FILE_ERROR_TOLD]),
    receiver("hl7.batch-one-by-one", "batching:OneByOne", "Answers each message of a batch in a block of its own"),
    receiver("hl7.batch-negatives-only", "batching:NegativeOnly", "Answers a batch with its errors alone"),
)
