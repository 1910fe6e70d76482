"""The command line: parses, calls and prints."""


def main() -> None:
    """Run the command line."""
