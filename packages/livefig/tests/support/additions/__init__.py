"""What the walk of the map adds to a copy of the package: one thing of each sort. None of them is in the product."""
