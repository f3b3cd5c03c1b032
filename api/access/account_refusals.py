"""How requests are refused for the token that they show, or because there are no accounts."""

from api.http.problems import Refusal


def unknown_token_refusal() -> Refusal:
    """Return the refusal of a token that is nobody's."""
    return Refusal(
        401,
        "unknown-token",
        "The token is not known",
        "The header Authorization names no token that still holds.",
        "Send “Authorization: Bearer” with one of your tokens; /account/tokens lists and makes them.",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


def accounts_off_refusal() -> Refusal:
    """Return the refusal of what concerns accounts on a server that has none."""
    return Refusal(
        404,
        "accounts-off",
        "Nobody signs in here",
        "This server works for one local user and has no accounts.",
        "Whoever runs it can set SICETNON_ACCOUNTS=on.",
    )
