"""``yimen trail proof|verify|fsck``: prove what happened, check it anywhere, check the whole log."""

import argparse
import json
from datetime import datetime
from pathlib import Path

from yimen.kernel.clock import CHINA
from yimen.kernel.trail import Entry, TrailError, verify_proof

from .files import content
from .frame import Misused, Said, Wrong, django

VERBS = Path(__file__).parents[1] / "data" / "verbs.json"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    command = commands.add_parser("trail", help="存证")
    actions = command.add_subparsers(dest="action", required=True, metavar="动作")
    proof = actions.add_parser("proof", help="导出一件事的存证文件")
    proof.add_argument("number", help="办件号")
    proof.add_argument("--out", type=Path, help="写入文件；不写则输出到屏幕")
    proof.set_defaults(run=_proof)
    verify = actions.add_parser("verify", help="离线验证存证文件")
    verify.add_argument("file", type=Path, help="存证文件")
    verify.add_argument("--key", required=True, help="公钥（在门户“存证”页公布），或含公钥的文件")
    verify.set_defaults(run=_verify)
    fsck = actions.add_parser("fsck", help="核对全部留痕与存证")
    fsck.set_defaults(run=_fsck)


def _proof(options: argparse.Namespace) -> Said | None:
    django()
    from yimen.contexts.journal.api import NotSealedYet, checkpoint, proof
    from yimen.contexts.matters.api import NoSuchMatter, id_of

    try:
        data = proof(subject=id_of(number=options.number))
    except (NoSuchMatter, NotSealedYet, LookupError) as error:
        raise Wrong(str(error)) from error
    head = checkpoint()
    key = head.verifier_key if head else ""
    if options.out:
        options.out.write_bytes(data)
        return Said(f"已写入 {options.out}。公钥：{key}", {"file": str(options.out), "key": key})
    return Said(data.decode(), {"proof": data.decode(), "key": key})


def _verify(options: argparse.Namespace) -> Said:
    django("offline")
    from yimen.contexts.journal.api import verifier

    try:
        key = content(Path(options.key)).decode("utf-8") if Path(options.key).is_file() else options.key
        who, check = verifier(key)
        verified = verify_proof(content(options.file), {who: check})
    except OSError as error:
        raise Misused(f"读不了文件 {options.file}。请核对路径和权限。") from error
    except (TrailError, ValueError) as error:
        raise Wrong(f"验证不通过：{error}") from error
    lines = [f"验证通过：{len(verified.entries)} 条留痕都在检查点之内（日志共 {verified.checkpoint.size} 条）。"]
    lines += [_line(entry) for entry in verified.entries]
    return Said("\n".join(lines), {"entries": len(verified.entries), "size": verified.checkpoint.size})


def _line(entry: Entry) -> str:
    """Returns one entry in plain Chinese, in China's time."""
    verbs = json.loads(VERBS.read_text("utf-8"))
    when = datetime.fromisoformat(entry.at.replace("Z", "+00:00")).astimezone(CHINA)
    told = [str(entry.facts[name]) for name in ("number", "title", "decision", "outcome") if entry.facts.get(name)]
    return "  ".join([f"  {when:%Y-%m-%d %H:%M}", verbs.get(entry.verb, entry.verb), entry.actor["label"], *told])


def _fsck(_: argparse.Namespace) -> Said:
    django()
    from yimen.contexts.journal.api import fsck

    report = fsck()
    if report.errors:
        raise Wrong("\n".join(report.errors))
    return Said(f"核对完毕：{report.entries} 条留痕与检查点一致。", {"entries": report.entries})
