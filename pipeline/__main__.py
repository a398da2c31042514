"""`python -m pipeline` and the command `synopsis`."""

import os
import sys

INTERRUPTED = 130  # as shells have it


def main() -> None:
    """The console command; an interrupt while it is still being read is no error of the program."""
    # The tables of a story are small: threads would spend more on waiting for one another than on the products.
    # Before numpy is imported, since its linear algebra library reads this once; results are the same.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from pipeline.cli import main as command

        command()
    except KeyboardInterrupt:
        print("synopsis: interrupted; start it again to go on", file=sys.stderr)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
