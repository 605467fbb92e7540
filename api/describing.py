"""`python -m api.describing`: make the description and keep it beside the code, when an image is built."""

from api import openapi
from api.app import routed

if __name__ == "__main__":
    openapi.made(routed())
