"""The `ringfence` command; `python -m ringfence` is the same."""

import sys

from ringfence.faces.jobs.command_line import run_command


def main() -> None:
    sys.exit(run_command(sys.argv[1:]))


if __name__ == "__main__":
    main()
