"""Reads YAML files as Home Assistant does, `!input NAME` included, and prints each as one line of JSON."""
import json
import sys

sys.tracebacklimit = 0

import yaml


class Loader(yaml.SafeLoader):
    """Refuses a key that is there twice."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.YAMLError("%s is there twice%s" % (key, node.start_mark))
        return super().construct_mapping(node, deep)


Loader.add_constructor("!input", lambda loader, node: {"!input": loader.construct_scalar(node)})

for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        print(json.dumps(yaml.load(file, Loader)))
