    @property
    def base_url(self) -> str:
        """The base URL that this client calls, without a slash at its end."""

    def close(self) -> None:
        """Closes idle connections.

        Every later call fails with kind `closed`; calls in progress complete normally.
        """

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
