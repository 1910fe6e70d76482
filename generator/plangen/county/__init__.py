"""The county room: from a spec in YAML to checked, frozen data."""
