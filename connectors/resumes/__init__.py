"""Resume databases of partners, searched with a workspace's own contract."""
