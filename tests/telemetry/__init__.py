"""What is measured and logged, from outside."""
