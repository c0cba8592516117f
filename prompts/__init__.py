"""What the product says to language models: versioned templates and their loader."""
