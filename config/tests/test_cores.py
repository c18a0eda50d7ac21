"""Worker processes and processors, with real processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.cores import take_processor

WORKER = """
import os, sys, threading
from pathlib import Path
from config.cores import take_processor

taken = take_processor(Path(sys.argv[1]))
bound = []
thread = threading.Thread(target=lambda: bound.append(sorted(os.sched_getaffinity(0))))
thread.start(); thread.join()
print(taken, bound[0], flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"), reason="this system cannot bind a process"
)


def a_worker(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    return process, process.stdout.readline().strip()


def test_every_worker_and_its_threads_keep_to_a_processor_of_their_own_while_there_are_any(
    tmp_path,
):
    processors = sorted(os.sched_getaffinity(0))
    workers = [a_worker(tmp_path) for _ in processors]
    one_more = a_worker(tmp_path)

    assert [said for _, said in workers] == [f"{number} [{number}]" for number in processors]
    assert one_more[1] == f"None {processors}"
    for process, _ in [*workers, one_more]:
        process.communicate("")


def test_the_processor_of_a_killed_worker_is_free_again(tmp_path):
    process, said = a_worker(tmp_path)
    process.kill()
    process.communicate()
    successor, said_again = a_worker(tmp_path)
    successor.communicate("")

    assert said_again == said


def test_a_folder_that_cannot_be_made_leaves_the_worker_free(tmp_path):
    (tmp_path / "file").write_text("")

    assert take_processor(tmp_path / "file" / "below") is None
