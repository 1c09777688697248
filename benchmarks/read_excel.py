"""Reading a large Excel sheet: rows a second, and the peak memory of the reading process.

    python -m benchmarks.read_excel [ROWS]

Each row has another name and address, as in a real export, so the workbook's table of texts grows with the rows."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

from connectors.files import CANDIDATES, read


def write(path: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("Name", "Email", "Title", "Company", "City", "Years"))
    for n in range(rows):
        sheet.append(
            (f"Person {n}", f"person{n}@example.com", "Registered Nurse", f"Clinic {n % 900}", "Boston", n % 40)
        )
    book.save(path)


def measure(path: Path) -> None:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = sum(line.body is not None for line in read(path, CANDIDATES))
    seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{rows:,} rows: {rows / seconds:,.0f} a second, {(peak - before) / 1024:,.0f} MB more memory at the peak")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        for count in (rows // 10, rows):
            path = Path(folder) / f"{count}.xlsx"
            write(path, count)
            subprocess.run([sys.executable, "-m", "benchmarks.read_excel", "--read", str(path)], check=True)


if __name__ == "__main__":
    measure(Path(sys.argv[2])) if sys.argv[1:2] == ["--read"] else main()
