"""Pages of notices: the person's inbox, the operators' page, the provider's door."""
