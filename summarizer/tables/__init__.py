"""What is known of printed tables: from their cells to what their columns and rows are."""
