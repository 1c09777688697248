"""A small Slack workspace on loopback: a stateful fake of Slack, and a web page to act as its people.

The entry points are `server.FakeSlack` and `server.add_routes`. The Slack tests use the same fake.
"""
