import pytest
from django.template import engines


@pytest.fixture
def draw():
    """Draw a template written in the test."""

    def draw(source, **context):
        return engines["jinja2"].from_string(source).render(context)

    return draw
