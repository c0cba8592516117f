"""What the product remembers, in one SQL database: exemplars, who may come in from elsewhere, what accounts keep."""
