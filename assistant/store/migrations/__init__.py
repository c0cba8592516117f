"""The steps from any earlier form of the database to the present one, run when it is opened."""
