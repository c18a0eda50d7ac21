"""Sites to compare with: a bare Wagtail page, and the same behind Django's own cache middleware."""
