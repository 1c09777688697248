"""A small Slack workspace on loopback: a fake of Slack with memory, and a page to be its people in.

`server.FakeSlack` is the whole of it; `server.add_routes` mounts it. The Slack tests use the same fake.
"""
