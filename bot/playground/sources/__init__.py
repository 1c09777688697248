"""Stand-ins for partners' resume databases: servers on loopback that answer as the partners do, with sample people.

The entry point is `stand_ins.StandIns`. The tests use the same servers (tests/fakes)."""
