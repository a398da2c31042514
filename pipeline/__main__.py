"""`python -m pipeline` and the command `synopsis`."""

import sys

INTERRUPTED = 130  # as shells have it


def main() -> None:
    """The console command; an interrupt while it is still being read is no error of the program."""
    try:
        from pipeline.cli import main as command

        command()
    except KeyboardInterrupt:
        print("synopsis: interrupted; start it again to go on", file=sys.stderr)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
