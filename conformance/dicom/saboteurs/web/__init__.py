"""The archives with one vice each in their DICOMweb services, the clauses that must catch them, and the oddities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import every, vice
from conformance.dicom.saboteurs.web import objects, peculiar, renditions, retrievals, searches, stores, working

if TYPE_CHECKING:
    from conformance.model import Saboteur

_SEARCH = every("dicom.web.search.")
_ALL = every("dicom.web.")
_FETCH = every("dicom.web.fetch.", "dicom.web.uri.", "dicom.web.store.", "dicom.web.multipart", "dicom.web.unharmed")
_METADATA = (c.METADATA_SAME, c.SEARCH_RETURNS, c.SEARCH_COUNTS)

_SEARCHES = (
    vice("DW02", searches.UnpagedArchive, c.SEARCH_PAGES, also=[c.SEARCH_REMAINING]),
    vice("DW04", searches.IgnorantArchive, c.SEARCH_REQUIRED_KEYS, also=[c.SEARCH_DECODED]),
    vice("DW05", searches.TerseArchive, c.SEARCH_COUNTS, c.SEARCH_RETRIEVE_URL),
    vice("DW06", searches.NullishArchive, c.SEARCH_RETRIEVE_URL),
    vice("DW27", searches.WildUidArchive, c.SEARCH_UID_NOT_WILD),
    vice("dicom.web.fickle", searches.FickleArchive, c.SEARCH_PAGES),
    vice("dicom.web.forgetful", searches.ForgetfulArchive, c.SEARCH_RETURNS),
    vice("dicom.web.leaky", searches.LeakyWebArchive, c.SEARCH_MATCHES, also=[*_SEARCH, c.WEB_STORE_SEEN]),
    vice("dicom.web.words-only", searches.WordsOnlyArchive, c.SEARCH_TAG_OR_KEYWORD, also=[c.SEARCH_INCLUDES]),
    vice("dicom.web.first-uid", searches.FirstUidArchive, c.SEARCH_UID_LIST),
    vice("dicom.web.literal", searches.LiteralWebArchive, c.SEARCH_WILDCARDS),
    vice("dicom.web.exclusive-ranges", searches.ExclusiveWebArchive, c.SEARCH_RANGES),
    vice("dicom.web.flat", searches.FlatArchive, c.SEARCH_SEQUENCES),
    vice(
        "dicom.web.hierarchical",
        searches.HierarchicalArchive,
        c.SEARCH_RESOURCES,
        also=[c.SEARCH_REQUIRED_KEYS, c.SEARCH_SEQUENCES],
    ),
    vice("dicom.web.excluding", searches.ExcludingArchive, c.SEARCH_INCLUDES),
    vice("dicom.web.wordy", searches.WordyArchive, c.SEARCH_NOTHING),
    vice("dicom.web.unwarned", searches.UnwarnedArchive, c.SEARCH_REMAINING, c.SEARCH_FUZZY),
    vice("dicom.web.lenient", searches.LenientArchive, c.SEARCH_MALFORMED),
    vice("dicom.web.any-day", searches.AnyDayArchive, c.SEARCH_NO_DATE),
    vice("dicom.web.lagging", searches.LaggingArchive, c.SEARCH_AS_FIND, also=[*_SEARCH, c.WEB_OK, c.WEB_STORE_SEEN]),
    vice("dicom.web.encoded", searches.EncodedArchive, c.SEARCH_DECODED),
)
_OBJECTS = (
    vice("DW07", objects.BlankArchive, c.JSON_NULLS),
    vice("DW08", objects.DecoratedArchive, c.JSON_TYPES, also=[*_METADATA, c.METADATA_XML]),
    vice("DW09", objects.PlainNameArchive, c.JSON_NAMES, also=[c.METADATA_XML]),
    vice("DW11", objects.MisnamedArchive, c.WEB_MEDIA_TYPE, also=[c.WEB_STORE_RESPONSE]),
    vice("dicom.web.hollow", objects.HollowArchive, c.JSON_NULLS),
    vice("dicom.web.untyped", objects.UntypedArchive, c.JSON_OBJECTS, also=[*_METADATA, c.METADATA_XML]),
    vice("dicom.web.stringy", objects.StringyArchive, c.JSON_TYPES),
    vice("dicom.web.counting", objects.CountingArchive, c.JSON_OBJECTS),
    vice("dicom.web.unordered", searches.UnorderedArchive, c.JSON_OBJECTS),
    vice(
        "dicom.web.bare",
        objects.BareArchive,
        c.JSON_ARRAY,
        also=[*_SEARCH, c.WORK_SEARCHED, c.METADATA_COMPLETE, c.WEB_STORE_SEEN],
    ),
    vice("dicom.web.impersonal", objects.ImpersonalMetadataArchive, c.METADATA_SAME),
    vice("DW25", objects.AnotherHostArchive, c.BULK_RESOLVES),
)
_RETRIEVALS = (
    vice("DW12", retrievals.UntoldSyntaxArchive, c.FETCH_COMPRESSED_TOLD),
    vice("DW14", retrievals.UnbendingArchive, c.FETCH_ASKED_SYNTAX, also=[c.WEB_OK, c.WEB_QUOTED_OR_NOT]),
    vice("DW15", retrievals.QuoteShyArchive, c.WEB_QUOTED_OR_NOT, also=_ALL),
    vice("DW16", retrievals.StumblingArchive, c.WEB_NOT_FOUND, c.URI_NOT_FOUND),
    vice("DW23", renditions.BigFramesArchive, c.FRAMES_LITTLE),
    vice(
        "DW24",
        renditions.FromZeroArchive,
        c.FRAMES_RIGHT,
        also=[c.WEB_OK, c.FRAMES_THERE],
        scenarios=("dicom.web.frames.listed", "dicom.web.frames.missing"),
    ),
    vice("DW26", renditions.WindowlessArchive, c.RENDERED_WINDOW),
    vice("dicom.web.raw", renditions.RawArchive, c.RENDERED_WINDOW),
    vice("dicom.web.any-window", renditions.AnyWindowArchive, c.RENDERED_BAD_WINDOW),
    vice("dicom.web.png-only", renditions.PngOnlyArchive, c.RENDERED_DEFAULT, c.URI_PICTURE),
    vice("dicom.web.jpeg-only", renditions.JpegOnlyArchive, c.RENDERED_PNG, also=[c.RENDERED_WINDOW]),
    vice("dicom.web.mistold", retrievals.MistoldSyntaxArchive, c.FETCH_PART_TYPE),
    vice("dicom.web.quote-fond", retrievals.QuoteFondArchive, c.WEB_QUOTED_OR_NOT),
    vice("dicom.web.omitting", retrievals.OmittingArchive, c.FETCH_COMPLETE, also=[c.WEB_STORE_SEEN]),
    vice("dicom.web.repeating", retrievals.RepeatingArchive, c.METADATA_COMPLETE, also=[c.METADATA_XML]),
    vice("dicom.web.xml-shy", retrievals.XmlShyArchive, c.METADATA_XML),
    vice("dicom.web.as-stored", retrievals.AsStoredArchive, c.FETCH_DEFAULT_SYNTAX),
    vice("dicom.web.pruning", retrievals.PruningArchive, c.FETCH_UNCHANGED),
    vice("dicom.web.blurring", retrievals.BlurringArchive, c.FETCH_PIXELS, also=[c.FETCH_UNCHANGED]),
    vice("dicom.web.naked", retrievals.NakedArchive, c.FETCH_FILES, also=_FETCH),
    vice("dicom.web.unclosed", retrievals.UnclosedArchive, c.WEB_MULTIPART),
    vice("dicom.web.undemanding", retrievals.UndemandingArchive, c.WEB_ACCEPT_MISSING),
    vice("dicom.web.insistent", retrievals.InsistentWebArchive, c.WEB_NOT_ACCEPTABLE),
    vice("dicom.web.overloaded", retrievals.OverloadedArchive, c.WEB_OK, also=[c.FETCH_ASKED_SYNTAX, c.WEB_STORE_SEEN]),
    vice("dicom.web.resentful", retrievals.ResentfulArchive, c.WEB_ALIVE, also=_ALL),
    vice("dicom.web.boundless-frames", renditions.BoundlessFramesArchive, c.FRAMES_THERE),
    vice("dicom.web.truncating", renditions.TruncatingArchive, c.BULK_SAME),
    vice("dicom.web.uri-form", renditions.AnotherFormArchive, c.URI_INSTANCE),
    vice("dicom.web.uri-implicit", renditions.ImplicitUriArchive, c.URI_SYNTAX),
    vice("dicom.web.uri-guessing", renditions.GuessingArchive, c.URI_COMPLETE, c.URI_TYPE),
)
_PARTLY = (c.WEB_STORE_PARTLY, c.WEB_STORE_HONEST)
_STORES = (
    vice("DW17", stores.GlossingArchive, c.WEB_STORE_HONEST, also=[c.WEB_STORE_PARTLY, c.WEB_STORE_THE_REST]),
    vice("DW18", stores.CheerfulArchive, c.WEB_STORE_HONEST, also=[c.WEB_STORE_CONFLICT]),
    vice("DW19", stores.FirstFailureArchive, c.WEB_STORE_FAILURES),
    vice("DW20", stores.CommandingArchive, c.WEB_STORE_NO_META),
    vice("DW21", stores.BrittleWebArchive, c.WEB_STORE_THE_REST),
    vice("dicom.web.alarmist", stores.AlarmistArchive, c.WEB_STORE_HONEST, also=[c.WEB_STORE_PARTLY]),
    vice(
        "dicom.web.vague",
        stores.VagueWebArchive,
        c.WEB_STORE_PARTLY,
        c.WEB_STORE_CONFLICT,
        also=[c.WEB_STORE_THE_REST],
    ),
    vice("dicom.web.reasonless", stores.ReasonlessArchive, c.WEB_STORE_FAILURES),
    vice("dicom.web.first-reference", stores.FirstReferenceArchive, c.WEB_STORE_REFERENCES),
    vice("dicom.web.mute", stores.MuteWebArchive, c.WEB_STORE_RESPONSE),
    vice("dicom.web.misdirecting", stores.MisdirectingArchive, c.WEB_STORE_URLS),
    vice(
        "dicom.web.welcoming",
        stores.WelcomingArchive,
        c.WEB_STORE_OF_ONE_STUDY,
        also=[*_PARTLY, c.WEB_STORE_CONFLICT, c.WEB_STORE_REFERENCES, c.WEB_STORE_FAILURES],
    ),
    vice(
        "dicom.web.wasteful",
        stores.WastefulArchive,
        c.WEB_STORE_KEEPS,
        c.WEB_STORE_SEEN,
        also=[c.WEB_STORE_REFERENCES],
    ),
    vice("dicom.web.full", stores.FullArchive, c.WEB_STORE_OK, also=every("dicom.web.")),
    vice("dicom.web.undecided", stores.UndecidedArchive, c.WEB_STORE_415),
    vice("dicom.web.omnivorous", stores.OmnivorousArchive, c.WEB_STORE_UNSUPPORTED, also=[c.WEB_STORE_415]),
)
_WORK = (
    vice("dicom.web.work.matter-of-fact", working.MatterOfFactArchive, c.WORK_CREATED),
    vice("dicom.web.work.placeless", working.PlacelessArchive, c.WORK_LOCATED),
    vice("dicom.web.work.replacing", working.ReplacingArchive, c.WORK_UID_ONCE),
    vice("dicom.web.work.headlong", working.HeadlongArchive, c.WORK_BEGINS_SCHEDULED),
    vice("dicom.web.work.nameless", working.NamelessWorkArchive, c.WORK_SAME),
    vice("dicom.web.work.blank", working.BlankWorkArchive, c.WORK_NOT_FOUND),
    vice("dicom.web.work.whole-list", working.WholeWorklistArchive, c.WORK_SEARCHED),
    vice("dicom.web.work.unmoved", working.UnmovedArchive, c.WORK_CLAIMED, also=every("dicom.web.work.")),
    vice("dicom.web.work.indiscreet", working.IndiscreetArchive, c.WORK_TRANSACTION_HIDDEN),
    vice("dicom.web.work.claimed-twice", working.RepeatableArchive, c.WORK_CLAIMED_ONCE, also=[c.WORK_OWNER_ONLY]),
    vice("dicom.web.work.ownerless", working.OwnerlessArchive, c.WORK_OWNER_ONLY),
    vice("dicom.web.work.hasty", working.HastyWorkArchive, c.WORK_ORDER),
    vice("dicom.web.work.undemanding", working.UndemandingArchive, c.WORK_WHOLE),
    vice("dicom.web.work.unchanging", working.UnchangingArchive, c.WORK_UPDATED),
    vice("dicom.web.work.open", working.OpenWorkArchive, c.WORK_UPDATED_BY_OWNER),
    vice("dicom.web.work.soothing", working.SoothingArchive, c.WORK_CANCELED),
    vice("dicom.web.work.reviving", working.RevivingArchive, c.WORK_FINAL),
    vice("dicom.web.odd.relative-work", working.RelativeWorkArchive),
)
_ODDITIES = (
    vice("BV22", peculiar.WrappingArchive),
    vice("BV23", peculiar.ChattyArchive),
    vice("dicom.web.odd.unquoted", peculiar.UnquotedArchive),
    vice("dicom.web.odd.numbers-as-text", peculiar.NumbersAsTextArchive),
    vice("dicom.web.odd.inline", peculiar.InlineArchive),
    vice("dicom.web.odd.alone", peculiar.AloneArchive),
    vice("dicom.web.odd.backward", peculiar.BackwardWebArchive),
    vice("dicom.web.odd.generous", peculiar.GenerousWebArchive),
    vice("dicom.web.odd.spaced", peculiar.SpacedArchive),
    vice("dicom.web.odd.gone", peculiar.GoneArchive),
    vice("dicom.web.odd.no-url", peculiar.NoUrlArchive),
    vice(
        "dicom.web.odd.search-only",
        peculiar.SearchOnlyArchive,
        scenarios=("dicom.web.search.studies", "dicom.web.search.series", "dicom.web.search.instances"),
    ),
    vice("dicom.web.odd.deflating", peculiar.DeflatingArchive, scenarios=("dicom.web.retrieve.asked-syntax",)),
)

WEB: tuple[Saboteur, ...] = (*_SEARCHES, *_OBJECTS, *_RETRIEVALS, *_STORES, *_WORK, *_ODDITIES)
