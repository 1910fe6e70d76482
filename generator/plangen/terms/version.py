"""The program's version, which rendered documents carry and the command line shows."""

__version__ = "0.1.0"
