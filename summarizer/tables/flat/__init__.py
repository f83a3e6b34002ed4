"""Forms that lost their grid, recovered from known labels and the form's arithmetic."""
