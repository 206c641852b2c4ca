"""The trail: canonical entries, a Merkle log over them, signed checkpoints, and proofs checkable offline."""

from .canonical import canonical
from .entries import Entry, entry_bytes, parse_entry, personal_digest
from .errors import TrailError
from .notes import Checkpoint, checkpoint_text, note_key_id, parse_checkpoint, sign_note, verify_note
from .portable import Proof, ProofEntry, Verified, proof_from_json, proof_to_json, verify_proof
from .proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from .tree import Frontier, append, frontier_root, leaf_hash, node_hash, root
from .writing import Writer

__all__ = [
    "Checkpoint",
    "Entry",
    "Frontier",
    "Proof",
    "ProofEntry",
    "TrailError",
    "Verified",
    "Writer",
    "append",
    "canonical",
    "checkpoint_text",
    "consistency_proof",
    "entry_bytes",
    "frontier_root",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "note_key_id",
    "parse_checkpoint",
    "parse_entry",
    "personal_digest",
    "proof_from_json",
    "proof_to_json",
    "root",
    "sign_note",
    "verify_consistency",
    "verify_inclusion",
    "verify_note",
    "verify_proof",
]
