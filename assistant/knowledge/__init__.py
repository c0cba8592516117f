"""What the product knows: the référentiel, the grilles, dated facts, as validated data."""
