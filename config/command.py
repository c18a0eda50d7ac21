"""The `rumbo` command: what a person or a timer runs.

Exit codes: 0 done, 1 refused with the reason, 2 misuse.
"""

import argparse
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

DONE, REFUSED, MISUSE = 0, 1, 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rumbo", description="Run and keep this Rumbo hub.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")

    serve = verbs.add_parser("serve", help="set up what is missing and serve the site")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=2)
    serve.add_argument("--quiet", action="store_true", help="print only faults")
    serve.add_argument("--no-browser", action="store_true", help="accepted for scripts; no effect")

    verbs.add_parser("setup", help="bring database and content up to date, then stop")
    verbs.add_parser("tick", help="what a timer runs: scheduled publishing, old rows")

    content = verbs.add_parser("content", help="content files").add_subparsers(
        dest="what", required=True
    )
    for name, text in (
        ("load", "load files; pages that editors changed are kept"),
        ("export", "write pages that editors changed back to files"),
        ("check", "read every file and name each fault by file and line"),
    ):
        one = content.add_parser(name, help=text)
        one.add_argument("folder", nargs="?", type=Path)
        if name == "export":
            one.add_argument("--everything", action="store_true")
    cites = content.add_parser("cites", help="what rests on a paragraph of the law")
    cites.add_argument("key", nargs="+", help='such as "34 CFR 200.81(g)"')

    figures = verbs.add_parser("figures", help="public figures").add_subparsers(
        dest="what", required=True
    )
    for name in ("load", "export"):
        figures.add_parser(name).add_argument("file", nargs="?", type=Path)

    for name, text in (
        ("backup", "write database and media into one file"),
        ("restore", "put database and media of a backup in place of the present ones"),
    ):
        verbs.add_parser(name, help=text).add_argument("file", type=Path)

    user = verbs.add_parser("user", help="accounts").add_subparsers(dest="what", required=True)
    invite = user.add_parser("invite", help="make a link with which a person opens an account")
    invite.add_argument("email")
    invite.add_argument(
        "--role", default="editor", choices=["member", "author", "editor", "publisher"]
    )
    invite.add_argument("--name", default="")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    try:
        given = _parser().parse_args(arguments)
    except SystemExit as error:
        return MISUSE if error.code else DONE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    from config.env import UnreadableSetting

    try:
        if given.verb == "serve":
            from config.serve import serve

            return serve(
                port=given.port, host=given.host, workers=given.workers, is_quiet=given.quiet
            )
        import django

        django.setup()
        return _run(given)
    except UnreadableSetting as error:
        return _refuse(f"{error}\nNothing was started.")


def _run(given: argparse.Namespace) -> int:
    from config import tasks

    say = functools.partial(print, flush=True)
    verb = f"{given.verb} {getattr(given, 'what', '')}".strip()
    steps: dict[str, Callable[[], Any]] = {
        "setup": lambda: tasks.set_up(say=say),
        "tick": tasks.tick,
        "content load": lambda: tasks.load_content_files(_folder(given), say=say),
        "content check": lambda: tasks.check_content_files(_folder(given), say=say),
        "content export": lambda: tasks.export_content_files(
            _folder(given), everything=given.everything, say=say
        ),
        "content cites": lambda: tasks.tell_citing(" ".join(given.key), say=say),
        "figures load": lambda: tasks.load_figure_file(given.file, say=say),
        "figures export": lambda: tasks.export_figure_file(given.file, say=say),
        "backup": lambda: tasks.back_up(given.file, say=say),
        "restore": lambda: tasks.restore(given.file, say=say),
        "user invite": lambda: tasks.invite(given.email, given.role, given.name, say=say),
    }
    try:
        steps[verb]()
    except tasks.Refused as error:
        return _refuse(str(error))
    return DONE


def _folder(given: argparse.Namespace) -> Path:
    from django.conf import settings

    return given.folder.resolve() if given.folder else Path(settings.CONTENT_DIR)


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
