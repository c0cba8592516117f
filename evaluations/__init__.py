"""How the product is measured: agreement with labelled drafts."""
