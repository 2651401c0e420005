"""Where the tables of papers get their rows: pure functions of the material, by theme."""
