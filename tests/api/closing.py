"""Applications that tests make are closed as a server closes its own."""

from fastapi import FastAPI


def close(made: FastAPI) -> None:
    """Let go of what an application holds."""
    made.state.live.close()
    made.state.pictures.close()
    made.state.states.close()
    made.state.engine.dispose()
