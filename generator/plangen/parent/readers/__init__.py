"""Readers: one module a file format, each from a file to lines."""
