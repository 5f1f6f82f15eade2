"""Tables, diagrams and the report: what leaves the review."""
