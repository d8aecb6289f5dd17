
    async def aclose(self) -> None:
        """Closes idle connections.

        Every later call fails with kind `closed`; calls in progress complete normally.
        """
        await self._aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._aclose()
