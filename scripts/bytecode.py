"""Where the processes of a test run keep Python's bytecode: out of the source folders, in `.cache/`.

A process that may keep none compiles every module of Wagtail and Django anew, which is most of its
start; a test run starts more than fifty.
"""

from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def with_bytecode(environment: Mapping[str, str]) -> dict[str, str]:
    """This environment for a process that reads and keeps bytecode."""
    kept = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bytecode")} | kept
