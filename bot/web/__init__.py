"""The company's page, the API and the administration."""
