"""Programs: from choices to text, and from text to a run."""
