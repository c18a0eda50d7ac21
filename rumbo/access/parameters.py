"""Numbers of this room that somebody chose, each with its reason. All are our own choices."""

INVITATION_DAYS = 14
"""How long an invitation's link works: two working weeks, so that a holiday does not use it up."""

ONE_TIME_PASSWORD_GROUPS = 4
"""Groups of four signs in a one-time password: 79 random bits, still short enough to type."""

ACCEPT_RATE = "20/10m/ip"
"""How often one address may send the form of an invitation."""
