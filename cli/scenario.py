"""`standing scenario`: run the rules' cases, as a lawyer reads them."""
