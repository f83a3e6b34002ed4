"""Table structure: from cells to the roles of columns and rows."""
