"""The offers matrix: which product was offered to which customer, and how it stands."""
