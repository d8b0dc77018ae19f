"""Archives with one vice in whom they tell of workitems over the web, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.samples.workitems import CANCELED
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Told, Web
from conformance.dicom.simulator.web.negotiating import Refused
from conformance.dicom.simulator.web.working import STATE, value

if TYPE_CHECKING:
    from conformance.dicom.samples.workitems import Json
    from conformance.dicom.simulator.web import Asked
    from conformance.dicom.simulator.web.subscribing import Standing


class _Matter(Web):
    def subscribed(self) -> int:
        return 200


class MatterOfFactNotifier(Archive):
    """Answers 200 to a subscription."""

    web = _Matter


class _Placeless(Web):
    def channel_told(self, title: str) -> tuple[tuple[str, str], ...]:
        return (("Location", f"{self.channels_at}/subscribers/{title}"),)


class PlacelessNotifier(Archive):
    """Says where the events are told in a field that is not for that."""

    web = _Placeless


class _Http(Web):
    def channel_told(self, title: str) -> tuple[tuple[str, str], ...]:
        return (("Content-Location", f"{self.base}/subscribers/{title}"),)


class HttpNotifier(Archive):
    """Names an address of http as that of the channel."""

    web = _Http


class _Credulous(Web):
    def subscribable(self, uid: str) -> None:
        pass

    def tell_initially(self, uid: str, title: str) -> None:
        if self.is_taken(uid):
            super().tell_initially(uid, title)


class CredulousNotifier(Archive):
    """Takes subscriptions to workitems that do not exist."""

    web = _Credulous


class _Clinging(Web):
    def forget(self, uid: str, title: str) -> None:
        pass


class ClingingNotifier(Archive):
    """Says that a subscription is ended, and goes on telling."""

    web = _Clinging


class _Unendable(Web):
    def unsubscribe(self, _asked: Asked, uid: str, title: str) -> Told:
        raise Refused(405, f"the subscription of {title} to {uid} stays")


class UnendableNotifier(Archive):
    """Lets nobody end a subscription."""

    web = _Unendable


class _Attached(Web):
    def forget_all(self, title: str) -> None:
        pass


class AttachedNotifier(Archive):
    """Takes the end of a subscription to the worklist for one of new workitems alone."""

    web = _Attached


class _Unsuspendable(Web):
    def suspend(self, _asked: Asked, uid: str, title: str) -> Told:
        raise Refused(405, f"{title} follows {uid} for good")


class UnsuspendableNotifier(Archive):
    """Knows no suspension of a subscription."""

    web = _Unsuspendable


class _Unsuspended(Web):
    def suspended(self, uid: str, title: str) -> None:
        pass


class UnsuspendedNotifier(Archive):
    """Goes on telling of new workitems after a suspension."""

    web = _Unsuspended


class _Thorough(Web):
    def suspended(self, uid: str, title: str) -> None:
        super().suspended(uid, title)
        self.forget_all(title)


class ThoroughNotifier(Archive):
    """Takes a suspension for the end of every subscription."""

    web = _Thorough


class _Unfiltered(Web):
    def is_meant(self, standing: Standing, what: Json) -> bool:
        return True


class UnfilteredNotifier(Archive):
    """Tells of all workitems who asked for those that match."""

    web = _Unfiltered


class _Unwarned(Web):
    def filter_of(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        raise Refused(403, f"nothing is filtered here by {asked.query}")


class UnwarnedNotifier(Archive):
    """Offers no filtered subscriptions, and does not say that this is why."""

    web = _Unwarned


class _Purging(Web):
    def work_moved(self, uid: str) -> None:
        super().work_moved(uid)
        if value(self.workitems[uid], STATE) == CANCELED:
            del self.workitems[uid]


class PurgingNotifier(Archive):
    """Deletes a workitem as soon as it is over, whoever locked it."""

    web = _Purging


class _Fleeting(Web):
    def open_channel(self, asked: Asked, title: str) -> Told:
        with self._turn:
            self.forget_all(title)
        return super().open_channel(asked, title)


class FleetingNotifier(Archive):
    """Forgets who was subscribed to what when a channel is opened again."""

    web = _Fleeting


class _Limited(Web):
    def subscribe(self, asked: Asked, uid: str, title: str) -> Told:
        if uid == uids.MATCHING_WORKITEMS:
            says = "299 reference: Filtered Worklist Subscriptions are not supported."
            return Told(403, headers=(("Warning", says),))
        told = super().subscribe(asked, uid, title)
        says = "299 reference: Deletion Lock not granted."
        return Told(told.status, headers=(*told.headers, ("Warning", says))) if "true" in asked.query else told

    def unsubscribe(self, asked: Asked, uid: str, title: str) -> Told:
        super().unsubscribe(asked, uid, title)
        return Told(204)

    def work_moved(self, uid: str) -> None:
        super().work_moved(uid)
        if value(self.workitems[uid], STATE) == CANCELED and uid in self.subscribers:
            del self.workitems[uid]


class LimitedNotifier(Archive):
    """Filters nothing and locks nothing, says both, and keeps no workitem that is over."""

    web = _Limited
