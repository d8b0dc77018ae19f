"""Run folders and needs in, files out; never pytest, never a protocol."""

from conformance.reports.comparison import Bidder, comparison_page
from conformance.reports.csv import findings_csv
from conformance.reports.draft import draft_page
from conformance.reports.html import bidder_page
from conformance.reports.junit import junit

__all__ = ["Bidder", "bidder_page", "comparison_page", "draft_page", "findings_csv", "junit"]
