    @property
    def base_url(self) -> str:
        """The base URL that this client calls, without a slash at its end."""

    def _aclose(self) -> Call[None]: ...
