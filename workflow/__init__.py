"""What people and the clock do: commands and the one path they take."""
