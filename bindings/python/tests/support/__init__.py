"""What the tests stand on: the sandbox, programs of their own process, and what a process has open."""
