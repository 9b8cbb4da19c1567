"""How good a lifetime model is: forecasts held against what came, and each check's verdict."""
