"""Renders Jinja templates the way a panel does: in a sandbox, where a name that does not exist is an error.

Standard input: a JSON list of {"template", "value"}, and where needed "names" and "attributes" of entities; standard output: a JSON list of texts, "ERROR: ..." for what failed.
"""
import datetime
import json
import sys

sys.tracebacklimit = 0

import jinja2
import jinja2.sandbox

environment = jinja2.sandbox.ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)
environment.filters["tojson"] = json.dumps
environment.filters["int"] = lambda text, default=0: int(text) if text.isdigit() else default
environment.globals["utcnow"] = environment.globals["now"] = lambda: datetime.datetime(
    2025, 9, 23, 20, 0, 1, 250000, tzinfo=datetime.timezone.utc)


def rendered(work):
    attributes = work.get("attributes", {})
    names = dict(work.get("names", {}), value=work["value"],
                 state_attr=lambda entity, name: attributes.get(entity, {}).get(name))
    try:
        names["value_json"] = json.loads(work["value"])
    except ValueError:
        pass
    try:
        return environment.from_string(work["template"]).render(names)
    except Exception as fault:
        return "ERROR: %r" % fault


json.dump([rendered(work) for work in json.load(sys.stdin)], sys.stdout)
