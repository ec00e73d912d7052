"""What the page looks at: pictures, scores, diagnosis."""
