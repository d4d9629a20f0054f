"""Service standards: the acts as data, and the questions every room asks of them."""

from __future__ import annotations

from kezek_core.standards.completeness_check import (
    Fit,
    Procedure,
    RegulationFinding,
    StepLimit,
    StepUnit,
    check_regulation,
    completeness,
    missing,
)
from kezek_core.standards.document_set import asked_at, instead_of, missing_documents, of_stage
from kezek_core.standards.file import Problem, StandardFileError, check_standard, parse_standard
from kezek_core.standards.json_form import to_json
from kezek_core.standards.law import edition_on, legal_state, limit_minutes
from kezek_core.standards.regulation import Regulation, RegulationStep, parse_regulation
from kezek_core.standards.values import (
    Act,
    Addressee,
    Document,
    Extension,
    Fee,
    Hours,
    Payee,
    Period,
    Place,
    Returns,
    Season,
    Standard,
    Term,
)
from kezek_core.standards.words import (
    ActKind,
    ComplaintForm,
    DocumentStage,
    ExcludedDay,
    PeriodUnit,
    ReceiptField,
    ServiceForm,
    TermStart,
    Weekday,
)

__all__ = [
    "Act",
    "ActKind",
    "Addressee",
    "ComplaintForm",
    "Document",
    "DocumentStage",
    "ExcludedDay",
    "Extension",
    "Fee",
    "Fit",
    "Hours",
    "Payee",
    "Period",
    "PeriodUnit",
    "Place",
    "Problem",
    "Procedure",
    "ReceiptField",
    "Regulation",
    "RegulationFinding",
    "RegulationStep",
    "Returns",
    "Season",
    "ServiceForm",
    "Standard",
    "StandardFileError",
    "StepLimit",
    "StepUnit",
    "Term",
    "TermStart",
    "Weekday",
    "asked_at",
    "check_regulation",
    "check_standard",
    "completeness",
    "edition_on",
    "instead_of",
    "legal_state",
    "limit_minutes",
    "missing",
    "missing_documents",
    "of_stage",
    "parse_regulation",
    "parse_standard",
    "to_json",
]
