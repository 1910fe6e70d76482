"""The ground floor of the field: numerals, deadlines, units, clauses, targets, likeness, findings, located YAML."""
