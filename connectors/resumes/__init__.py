"""Resume databases of partners, searched under a workspace's own contract."""
