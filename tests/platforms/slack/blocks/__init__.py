"""Block Kit: what Slack accepts, as pure rules."""
