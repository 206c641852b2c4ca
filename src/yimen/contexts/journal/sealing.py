"""Gives entries their place in the Merkle log: one writer at a time, in batches, after commit."""

from django.db import transaction

from yimen.kernel.trail import Checkpoint, Frontier, append, checkpoint_text, frontier_root, leaf_hash, sign_note

from . import conf
from .acts import Act
from .models import CheckpointRow, EntryRow, LogRow, NodeRow

BATCH = 2_000


def seal(*, act: Act) -> int:
    """Appends up to 2,000 waiting entries to the log, signs a checkpoint, and returns how many were appended.

    A place is given only here, to entries already committed: a follower that reads by place can neither skip nor
    repeat one, whatever order transactions commit in.
    """
    if not EntryRow.objects.filter(position__isnull=True).exists():
        return 0
    with transaction.atomic():
        LogRow.objects.get_or_create(id=1)
        log = LogRow.objects.select_for_update().get(id=1)
        waiting = list(EntryRow.objects.filter(position__isnull=True).order_by("id")[:BATCH])
        if not waiting:
            return 0
        frontier = _frontier(log)
        nodes: list[NodeRow] = []
        for entry in waiting:
            entry.position = frontier.size
            frontier, complete = append(frontier, leaf_hash(entry.body.encode()))
            nodes += [NodeRow(id=node_key(level, index), hash=digest) for level, index, digest in complete]
        EntryRow.objects.bulk_update(waiting, ["position"], batch_size=200)
        NodeRow.objects.bulk_create(nodes, batch_size=200)
        log.size, log.peaks = frontier.size, "".join(peak.hex() for peak in frontier.peaks)
        log.save()
        CheckpointRow(size=log.size, note=_note(frontier), at=act.now).save(force_insert=True)
    return len(waiting)


def node_key(level: int, index: int) -> int:
    """Returns the key of a tree node: ``level`` in the upper 15 bits, ``index`` in the lower 48."""
    return level << 48 | index


def _frontier(log: LogRow) -> Frontier:
    peaks = bytes.fromhex(log.peaks)
    return Frontier(size=log.size, peaks=tuple(peaks[i : i + 32] for i in range(0, len(peaks), 32)))


def _note(frontier: Frontier) -> str:
    signer = conf.signer()
    text = checkpoint_text(Checkpoint(origin=signer.name, size=frontier.size, root=frontier_root(frontier)))
    return sign_note(text, signer.name, signer.sign, signer.key_id)
