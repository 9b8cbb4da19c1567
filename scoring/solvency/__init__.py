"""What customers owe and how they pay: payments, risk classes, losses, limits, decisions."""
