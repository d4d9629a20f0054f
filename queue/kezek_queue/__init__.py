"""The queue of an office: tickets, windows, journal, print jobs and reports.

``from kezek_queue import Queue``, then ``Queue.open(data_dir, clock=SystemClock())``.
"""

from __future__ import annotations

from kezek_queue.clock import ManualClock, SystemClock
from kezek_queue.engine import Queue
from kezek_queue.errors import QueueError, Refusal, StorageError
from kezek_queue.feedback.values import Complainant, Complaint, Survey, SurveyState
from kezek_queue.look import look_at
from kezek_queue.office.file import load_office
from kezek_queue.office.office import Category, Office, Service, Window
from kezek_queue.office.standard_library import StandardLibrary
from kezek_queue.people.personal_data import Person
from kezek_queue.proving import Difference, JournalMark, Proof
from kezek_queue.queries import Queries, WaitStream
from kezek_queue.register.values import Acceptance, PickUp, PickUpAnswer, Request, RequestState
from kezek_queue.schema.table_sets import TableSet
from kezek_queue.store.file_check import FileCheck
from kezek_queue.store.table_store import TableStore, open_store
from kezek_queue.upkeep import Duty
from kezek_queue.values import (
    ANY,
    CHAIN_START,
    Board,
    BoardCall,
    ChainMark,
    Event,
    Issued,
    PrintJob,
    PrintState,
    QueueSnapshot,
    ServiceState,
    Ticket,
    Verification,
    WindowAnswer,
    WindowState,
    WindowStatus,
)

__all__ = [
    "ANY",
    "CHAIN_START",
    "Acceptance",
    "Board",
    "BoardCall",
    "Category",
    "ChainMark",
    "Complainant",
    "Complaint",
    "Difference",
    "Duty",
    "Event",
    "FileCheck",
    "Issued",
    "JournalMark",
    "ManualClock",
    "Office",
    "Person",
    "PickUp",
    "PickUpAnswer",
    "PrintJob",
    "PrintState",
    "Proof",
    "Queries",
    "Queue",
    "QueueError",
    "QueueSnapshot",
    "Refusal",
    "Request",
    "RequestState",
    "Service",
    "ServiceState",
    "StandardLibrary",
    "StorageError",
    "Survey",
    "SurveyState",
    "SystemClock",
    "TableSet",
    "TableStore",
    "Ticket",
    "Verification",
    "WaitStream",
    "Window",
    "WindowAnswer",
    "WindowState",
    "WindowStatus",
    "load_office",
    "look_at",
    "open_store",
]
