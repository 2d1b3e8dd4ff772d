"""Runs the servers of the Python package alpaca-simulators on a free port of this machine, which it prints.

Arguments: a folder for its configuration, the version of the covercalibrator's interface, and, where the package is not
installed, the folder of its sources (`…/src`).
"""
import importlib.metadata
import socket
import sys
import types
from pathlib import Path

folder, version = Path(sys.argv[1]), int(sys.argv[2])
sys.path[:0] = sys.argv[3:]

try:
    import cabaret
except ModuleNotFoundError:
    # draws pictures for its camera, which is not looked at
    sys.modules["cabaret"] = types.ModuleType("cabaret")

import pydantic

if not hasattr(pydantic.BaseModel, "model_dump"):
    pydantic.BaseModel.model_dump = pydantic.BaseModel.dict  # pydantic 1, as Debian 12 has it

known = importlib.metadata.version


def version_of(package):
    try:
        return known(package)
    except importlib.metadata.PackageNotFoundError:
        return "0"


importlib.metadata.version = version_of

import uvicorn
import yaml
import alpaca_simulators
from alpaca_simulators.config import Config

template = Path(alpaca_simulators.__file__).parent / "config" / "template.yaml"
settings = yaml.safe_load(template.read_text(encoding="utf-8"))
settings["devices"]["covercalibrator"][0].update(calibratorstate=1, interfaceversion=version)
(folder / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
Config.CONFIG_DIR = folder

from alpaca_simulators.main import app

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
