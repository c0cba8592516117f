"""Readings made in a process of their own: `python -m evaluations.read_elsewhere ASSESSOR < asked.json`."""

import sys

from pydantic import TypeAdapter

from evaluations.harness.readings import Asked, Reading
from evaluations.harness.subject import Subject, factory_of
from evaluations.saboteurs.registry import SABOTEURS


def main() -> int:
    """Read what standard input asks for, in that order, and write the readings on standard output."""
    factory = factory_of(sys.argv[1], SABOTEURS)
    subject = Subject(factory() if factory else None)
    asked = TypeAdapter(list[Asked]).validate_json(sys.stdin.buffer.read())
    readings = [subject.read(one) for one in asked]
    sys.stdout.buffer.write(TypeAdapter(list[Reading]).dump_json(readings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
