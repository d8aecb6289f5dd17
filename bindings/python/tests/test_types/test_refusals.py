"""What type checkers refuse, Python refuses too.

Each comment that has a checker look away would be a finding if there were nothing to look at.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

import authloom
from authloom import AsyncKonnect, Konnect, Secret, Tyk
from authloom.konnect import AuthConfigOAuth, HeaderKey, NewCredentialMultiKeyAuth
from authloom.token_service import ProofOtpCode, TokenService


@pytest.fixture
def tyk() -> Tyk:
    """A client that calls nobody."""
    return Tyk(base_url="http://127.0.0.1:9")


class TestModels:
    """Values."""

    def test_fields_are_read_only(self) -> None:
        key = HeaderKey(name="X", key="k")
        with pytest.raises(AttributeError):
            key.name = "Y"  # type: ignore[misc]
        with pytest.raises(AttributeError):
            key.no_such_field  # type: ignore[attr-defined]

    def test_fields_have_names_and_types(self) -> None:
        with pytest.raises(TypeError):
            HeaderKey("X", "k")  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            HeaderKey(name="X")  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            HeaderKey(name="X", key=1)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            HeaderKey(name=None, key="k")  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            NewCredentialMultiKeyAuth(headers=[("X", "k")])  # type: ignore[list-item]
        assert ProofOtpCode("1") == ProofOtpCode(otp_code=Secret("1"))

    def test_classes_are_final(self) -> None:
        with pytest.raises(TypeError):

            class Mine(HeaderKey):  # type: ignore[misc]
                pass

        with pytest.raises(TypeError):

            class Exposed(Secret):  # type: ignore[misc]
                pass

    def test_a_secret_is_no_text(self) -> None:
        secret = Secret("s")
        with pytest.raises(TypeError):
            "Bearer " + secret  # type: ignore[operator]
        with pytest.raises(TypeError):
            secret.reveal(1)  # type: ignore[call-arg]


class TestCalls:
    """Operations and clients."""

    def test_arguments_have_types(self, tyk: Tyk) -> None:
        with pytest.raises(TypeError):
            tyk.get_oauth_client("api")  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            tyk.get_oauth_client("api", 1)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            tyk.list_oauth_client_tokens_page("api", "c", "1")  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            tyk.get_oauth_client("api", "c", 5)  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            tyk.get_oauth_client("api", "c", time_out=5)  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            tyk.get_oauth_client("api", "c", timeout="5")  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            tyk.get_oauth_client("api", "c", headers={"X": 1})  # type: ignore[dict-item]

    def test_closed_enumerations_have_their_texts(self) -> None:
        with pytest.raises(authloom.ValidationError):
            Konnect(region="mars")  # type: ignore[arg-type]
        assert Konnect(region="eu").base_url

    def test_unions_take_their_variants(self) -> None:
        konnect = Konnect(base_url="http://127.0.0.1:9")
        config = AuthConfigOAuth(
            client_id="c", authorization_endpoint="a", token_endpoint="t"
        )
        with pytest.raises(TypeError):
            konnect.create_auth_credential("i", config)  # type: ignore[arg-type]
        service = TokenService(base_url="http://127.0.0.1:9")
        with pytest.raises(TypeError):
            service.issue_long_term_token("secret")  # type: ignore[arg-type]

    def test_settings_have_names_and_types(self) -> None:
        with pytest.raises(TypeError):
            Konnect("https://x.test")  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            Konnect(time_out=1)  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            Konnect(hooks=print)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            AsyncKonnect(proxy=8080)  # type: ignore[arg-type]
        assert Konnect(total_timeout=timedelta(seconds=1), read_timeout=1, max_body=9)

    def test_a_client_is_of_one_sort(self) -> None:
        with pytest.raises(AttributeError):
            AsyncKonnect().close()  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            Konnect().aclose()  # type: ignore[attr-defined]
        with pytest.raises((TypeError, AttributeError)):
            with AsyncKonnect():  # type: ignore[attr-defined]
                pass
