"""Partners' resume databases: a workspace's connections to them."""
