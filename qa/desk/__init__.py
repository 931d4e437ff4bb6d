"""What the desk of support staff does, without the pages that show it."""
