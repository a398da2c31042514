"""Files written whole: two writers, readers, a kill, a full disk, and what is no file."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.export import tmx
from pipeline.export.atomic import PART, put, whole, write
from pipeline.memory import Unit

WRITER = """
import sys
from pathlib import Path
from pipeline.export.atomic import put
for n in range(200):
    put(Path(sys.argv[1]), sys.argv[2].encode() * 200_000)
"""
UNIT = Unit("de", "Ja.", "Yes.", "human")


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".part")]


def test_two_writers_and_a_reader_see_whole_files_only(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    put(path, b"a" * 200_000)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), letter]) for letter in "ab"]
    contents = set()
    while any(writer.poll() is None for writer in writers):
        contents.add(path.read_bytes())
    assert [writer.returncode for writer in writers] == [0, 0]
    assert contents <= {b"a" * 200_000, b"b" * 200_000}
    assert parts(tmp_path) == []


@pytest.mark.parametrize("error", [OSError, ValueError, KeyboardInterrupt])
def test_after_any_exception_nothing_is_left(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"earlier")

    def interrupted() -> None:
        with whole(path) as part:
            part.write_bytes(b"half")
            raise error

    with pytest.raises(error):
        interrupted()
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]
    assert path.read_bytes() == b"earlier"


def test_what_a_killed_writer_left_goes_and_what_a_living_one_makes_stays(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    names = [f"{PART}{gone.pid}-0123.part", f"{PART}{os.getpid()}-0123.part", ".synopsis-elsewhere-1-0123.part"]
    for name in [*names, "mine.part"]:
        (tmp_path / name).write_bytes(b"half")
    put(tmp_path / "page.html", b"whole")
    assert sorted(parts(tmp_path)) == sorted([*names[1:], "mine.part"])


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "page.html", tmp_path / "page.html"
    target.write_bytes(b"earlier")
    link.symlink_to(target)
    put(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert parts(tmp_path) == parts(target.parent) == []
    (tmp_path / "dangling").symlink_to(target.with_name("other.html"))
    put(tmp_path / "dangling", b"first")
    assert target.with_name("other.html").read_bytes() == b"first"


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    contents: list[bytes] = []
    reader = threading.Thread(target=lambda: contents.append(pipe.read_bytes()))
    reader.start()
    tmx.write(pipe, [UNIT])
    reader.join()
    assert contents[0].endswith(b"</tmx>")
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_devices_stay_devices_and_a_full_one_is_told() -> None:
    put(Path("/dev/null"), b"x")
    with pytest.raises(OutputError, match=r"/dev/full: cannot be written .No space left"):
        tmx.write(Path("/dev/full"), [UNIT])
    with pytest.raises(OutputError, match=r"/dev/full: cannot be written .No space left"):
        write(Path("/dev/full"), b"x")
    assert all(Path(device).is_char_device() for device in ("/dev/null", "/dev/full"))


def test_standard_output_is_written_into(tmp_path: Path) -> None:
    code = "from pathlib import Path; from pipeline.export.atomic import put; put(Path('/dev/stdout'), b'line\\n')"
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert piped.stdout == b"line\n"
    with (tmp_path / "out").open("wb") as file:
        subprocess.run([sys.executable, "-c", code], stdout=file, check=True)
    assert (tmp_path / "out").read_bytes() == b"line\n"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OutputError, match=r"page.html: cannot be written .Is a directory"):
        write(tmp_path / "page.html", b"x")
    assert parts(tmp_path) == []
