"""The verbs of a buyer: first files, needs to and from a spreadsheet, evaluator sheets; no logic of their own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from conformance import beginning, needs, sheets
from conformance.cli.options import out
from conformance.files import BadFile
from conformance.kits import all_scenarios
from conformance.needs import pinning, spreadsheet
from conformance.panel import evaluating

needs_verbs = typer.Typer(help="A statement of needs to a spreadsheet (ods, xlsx) and back.", no_args_is_help=True)
panel_verbs = typer.Typer(help="Evaluator sheets out and in again.", no_args_is_help=True)

NeedsFile = Annotated[Path, typer.Option("--needs", metavar="F", help="the statement of needs")]


@needs_verbs.command("export")
def export(
    statement: Annotated[Path, typer.Argument(metavar="FILE.toml", help="the statement of needs")],
    table: Annotated[Path, typer.Argument(metavar="OUT", help="the spreadsheet to write: .ods or .xlsx")],
) -> None:
    """Write a statement of needs as a spreadsheet; nothing is lost, and no cell is a formula."""
    spreadsheet.export(needs.read(statement), table)
    out.print(f"written  {escape(str(table))}", soft_wrap=True)


@needs_verbs.command("import")
def take_in(
    table: Annotated[Path, typer.Argument(metavar="IN", help="the spreadsheet: .ods or .xlsx")],
    statement: Annotated[Path, typer.Argument(metavar="OUT.toml", help="the statement to write")],
) -> None:
    """Read a statement of needs from a spreadsheet; a mistake is named by sheet, row and column."""
    spreadsheet.write(spreadsheet.load(table), statement, [table.name])
    out.print(f"written  {escape(str(statement))}", soft_wrap=True)


@needs_verbs.command("pin")
def pin(
    statements: Annotated[list[Path], typer.Argument(metavar="FILE.toml...", help="statements of needs")],
    write: Annotated[bool, typer.Option("--write", help="write it into the file, in place of an earlier pin")] = False,
) -> None:
    """Print the line that pins what the needs' patterns stand for here, for the [method] of a published statement."""
    known = [one.id for one in all_scenarios()]
    for path in statements:
        digest = needs.list_digest(needs.read(path), known)
        typer.echo(pinning.line(digest))
        if write:
            pinning.pin(path, digest)
            out.print(f"written  {escape(str(path))}", soft_wrap=True)


@panel_verbs.command("sheets")
def hand_out(
    needs_file: NeedsFile,
    bidder: Annotated[list[str], typer.Option(metavar="LABEL", help="a bidder's blind label; once for each")],
    evaluator: Annotated[list[str], typer.Option(metavar="ID", help="an evaluator's id; once for each")],
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="where the workbooks go")] = Path(),
    kind: Annotated[str, typer.Option("--format", help="ods or xlsx")] = "ods",
) -> None:
    """Write one workbook an evaluator and one for the moderation, bidders by their blind labels alone."""
    statement = needs.read(needs_file)
    if kind not in {"ods", "xlsx"}:
        raise BadFile("--format", "", f"{kind!r} is no format we write", "choose ods or xlsx")
    books = {f"evaluator-{one}": evaluating.evaluator_book(statement, bidder, one) for one in evaluator}
    books["moderation"] = evaluating.moderation_book(statement, bidder)
    for name, book in books.items():
        path = folder / f"{name}.{kind}"
        sheets.write(path, book)
        out.print(f"written  {escape(str(path))}", soft_wrap=True)


@panel_verbs.command("collect")
def take_back(
    books: Annotated[list[Path], typer.Argument(metavar="BOOK...", help="the workbooks, filled in")],
    needs_file: NeedsFile,
    folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="where the records go")] = Path(),
) -> None:
    """Read filled-in workbooks and write one record a bidder (panel-LABEL.toml), for report --panel."""
    for path in evaluating.write(evaluating.collect(books, needs.read(needs_file)), folder):
        out.print(f"written  {escape(str(path))}", soft_wrap=True)


def init(  # noqa: PLR0913 - one option a question
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="where the files go")] = Path(),
    label: Annotated[str | None, typer.Option(help="blind label of the candidate")] = None,
    supplier: Annotated[str | None, typer.Option(help="who sells it")] = None,
    product: Annotated[str | None, typer.Option(help="what it is called")] = None,
    version: Annotated[str | None, typer.Option(help="which version, as claimed")] = None,
    dicom: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="its DICOM archive")] = None,
    aet: Annotated[str | None, typer.Option(help="AE title of that archive")] = None,
    hl7: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="where it receives HL7 v2")] = None,
    registry: Annotated[str | None, typer.Option(metavar="URL", help="its document registry")] = None,
    repository: Annotated[str | None, typer.Option(metavar="URL", help="its document repository")] = None,
    lot: Annotated[str | None, typer.Option(help=f"needs to begin with: {', '.join(beginning.LOTS)}")] = None,
    currency: Annotated[str | None, typer.Option(help="currency of prices, three letters")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="ask nothing: defaults for what no option says")] = False,
) -> None:
    """Write a first profile, statement of needs and price file, with comments; nothing is ever overwritten."""
    options = {
        "label": label,
        "supplier": supplier,
        "product": product,
        "version": version,
        "dicom": dicom,
        "aet": aet,
        "hl7": hl7,
        "registry": registry,
        "repository": repository,
        "lot": lot,
        "currency": currency,
    }
    given = {name: value for name, value in options.items() if value is not None}
    if yes or not sys.stdin.isatty():
        answers = beginning.Answers(**given)
    else:
        answers = beginning.ask(given, lambda question, default: str(typer.prompt(question, default=default)))
    for path in beginning.begin(answers, folder):
        out.print(f"written  {escape(str(path))}", soft_wrap=True)
    out.print('Next: fill in what is missing, then "conformance check" them and "conformance doctor" the profile.')
