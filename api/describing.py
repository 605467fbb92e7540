"""`python -m api.describing`: make the description and keep it beside the code, when an image is built."""

from api.app import routed
from api.description import openapi

if __name__ == "__main__":
    openapi.made(routed())
