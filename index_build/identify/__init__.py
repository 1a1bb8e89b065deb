"""What stands around a plan, and what that says of it: title, region, issuer, number, years, dates."""
