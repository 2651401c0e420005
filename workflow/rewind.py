"""A restored copy, back to a moment: the record is cut there and everything derived follows from what is left."""

from datetime import datetime

from states.instants import micros
from storage.rewind import Cut, cut, replace_row
from storage.store import Store
from workflow.definitions import Definitions
from workflow.replay import rebuild


def rewind(store: Store, definitions: Definitions, until: datetime) -> Cut:
    """Leave only what was recorded by `until`; timers fired later wait again, and letters sent later are not sent yet.

    People, their duties and the files of documents stay as the copy has them: they are no events. RecordFault where
    the record does not hold.
    """
    with store.joined() as transaction:
        found = cut(transaction, micros(until))
        for each in rebuild(store, definitions)[1]:
            replace_row(transaction, each.table, each.key, each.computed)
    return found
