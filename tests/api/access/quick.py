"""The app with the encoder that needs no model, for a server process of its own (`uvicorn --factory`)."""

from api import wiring
from api.app import create_app
from qa.encoder import HashEncoder

wiring.load_encoder = lambda settings, say: HashEncoder()
app = create_app
