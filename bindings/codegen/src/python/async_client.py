
    async def aclose(self) -> None:
        """Closes the connections that no call uses.

        Every later call fails with kind `closed`; calls that are under way end as they would.
        """
        await self._aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._aclose()
