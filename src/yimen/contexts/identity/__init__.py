"""Who may do what: accounts, legal persons, mandates, units and posts; and the sealing of personal fields."""
