_T = TypeVar("_T")

__version__: str

@final
class Secret:
    """A string that must not be seen: a token, a client secret, a code, a key.

    It is shown as `Secret('***')`; `reveal()` is the only way to its text. It cannot be pickled.
    """

    def __new__(cls, text: str, /) -> Self: ...
    def reveal(self) -> str:
        """The text itself. What you do with it is no longer redacted."""

    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __format__(self, format_spec: str, /) -> str: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: object, /) -> Self: ...

@final
class ClientCertificate:
    """A certificate that the client presents to the server, with its key."""

    def __new__(cls, *, chain: str, key: Secret | str) -> Self: ...
    @property
    def chain(self) -> str:
        """The certificate and those between it and its authority, in PEM, its own first."""

    @property
    def key(self) -> Secret:
        """Its private key, in PEM."""

@final
class Call(Generic[_T]):
    """A call that is under way in an event loop."""

    def __await__(self) -> Generator[Any, None, _T]: ...
    def get_loop(self) -> AbstractEventLoop | None:
        """The loop of the task that may wait."""

    def add_done_callback(
        self, callback: Callable[[_Woken], object], /, *, context: Context
    ) -> None:
        """Has a task woken when the call ends."""

    def cancel(self, msg: object = None) -> bool:
        """Has the task that waits woken at once, to find that it was cancelled."""

@final
class _Environment: ...

@final
class _Port:
    def _take(self) -> list[tuple[Context, Callable[[_Woken], object]]]: ...

@final
class _Woken:
    def __new__(cls) -> Self: ...
    def result(self) -> None: ...

def _rebuild(cls: type[_T], fields: dict[str, object], /) -> _T: ...
