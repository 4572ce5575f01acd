"""Taking everything out into one archive, and putting it back: the database with every file that it names."""
