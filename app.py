"""The gallery of Dash All-in-One components: `python app.py`, or `gunicorn app:server`."""

from gallery import create_app

app = create_app()
server = app.server

if __name__ == "__main__":
    app.run()
