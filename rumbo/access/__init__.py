"""People, invitations, roles, who may do what, and the action log."""
