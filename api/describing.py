"""`python -m api.describing` generates the OpenAPI description and stores it with the code, at image build."""

from api.app import routed
from api.description import openapi

if __name__ == "__main__":
    openapi.made(routed())
