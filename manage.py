#!/usr/bin/env python
"""The door to Sanad's commands."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"Sanad does not start: {wrong}")
    except DatabaseError as error:
        missing = "no such table" in str(error) or 'relation "' in str(error)
        absent = isinstance(error, OperationalError) or type(error) is DatabaseError
        if "--traceback" in sys.argv or not (missing or absent):
            raise
        advice = "Make it ready with: python manage.py migrate" if missing else "See DATABASE_URL."
        print(f"The database does not answer: {str(error).splitlines()[0]}. {advice}", file=sys.stderr)
        sys.exit(2)  # nothing could be done
