"""The Slack and Teams app manifests."""
