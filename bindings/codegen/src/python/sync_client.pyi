    @property
    def base_url(self) -> str:
        """The base URL that this client calls, without a slash at its end."""

    def close(self) -> None:
        """Closes the connections that no call uses.

        Every later call fails with kind `closed`; calls that are under way end as they would.
        """

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
