"""The snippets that institutes copy sign tokens that the service takes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from host_pages import SECRET, site

from web.doors.tokens import person_of

SNIPPETS = Path(__file__).parents[2] / "web" / "deploy"
INTERPRETERS = [("jeton.py", sys.executable), ("jeton.mjs", "node"), ("jeton.php", "php")]


@pytest.mark.parametrize(("snippet", "interpreter"), INTERPRETERS)
@pytest.mark.parametrize("sub", ["u-42", "zoé.d’Été"])
def test_a_snippet_signs_a_token_that_is_taken(snippet: str, interpreter: str, sub: str) -> None:
    if shutil.which(interpreter) is None:
        pytest.skip(f"{interpreter} is not installed")
    settings = os.environ | {"JURY_SITE": "site-1", "JURY_SECRET": SECRET}
    command = [interpreter, str(SNIPPETS / snippet), sub, "tutor"]
    done = subprocess.run(command, env=settings, capture_output=True, check=True, text=True)
    person = person_of(json.loads(done.stdout)["token"], site())
    assert (person.sub, person.role) == (sub, "tutor")
