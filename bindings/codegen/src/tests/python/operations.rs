//! Operations, and the clients that have them.

use super::{has, package, rust, stub};

#[test]
fn an_operation_is_a_method_that_takes_every_argument_by_its_name() {
    // An option keeps its name before a field of the struct, and that one before the call's.
    has(
        &rust(),
        r#"    /// Places an order. It is charged at once.
    ///
    /// Example:
    ///     from authloom.shop import PaymentVoucher
    ///
    ///     orders = shop.place_order(
    ///         "Ann",
    ///         PaymentVoucher("v-1"),
    ///         wish_article="tea",
    ///         speed="over_night",
    ///         article=["cup"],
    ///     )
    ///
    /// Args:
    ///     name: Whose order it is.
    ///     payment: How an order is paid.
    ///     wish_article: Which article.
    ///     token: Its token.
    ///     speed: How fast.
    ///     article: What else is taken.
    ///     timeout: How long the `call_token` may wait. A `timedelta` or a number of seconds.
    ///     call_token: The credential.
    #[pyo3(signature = (name, payment, *, wish_article, token=None, speed=None, article=None, timeout=None, call_token=None))]
    fn place_order(
        &self,
        py: Python<'_>,
        name: &Bound<'_, PyAny>,
        payment: &Bound<'_, PyAny>,
        wish_article: &Bound<'_, PyAny>,
        token: Option<&Bound<'_, PyAny>>,
        speed: Option<&Bound<'_, PyAny>>,
        article: Option<&Bound<'_, PyAny>>,
        timeout: Option<&Bound<'_, PyAny>>,
        call_token: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        self.0.run(py, "place_order", || {
            let name: String = argument("name", name)?;
            let wish = core::Wish {
                article: argument("wish_article", wish_article)?,
                token: optional("token", token)?,
            };
            let payment = argument("payment", payment)?;
            let options = core::PlaceOrderOptions {
                speed: optional("speed", speed)?,
                article: optional("article", article)?,
            };
            let call = authloom::CallOptions {
                timeout: optional("timeout", timeout)?,
                token: optional("call_token", call_token)?,
            };
            Ok(move |client: authloom::Shop| {
                client
                    .place_order(&name, wish, payment, options)
                    .options(call)
                    .into_future()
            })
        })
    }
"#,
    );
    has(
        &stub(),
        r#"    def place_order(
        self,
        name: str,
        payment: Payment,
        *,
        wish_article: str,
        token: str | None = None,
        speed: Speed | None = None,
        article: Sequence[str] | None = None,
        timeout: timedelta | float | None = None,
        call_token: Secret | str | None = None,
    ) -> list[Order]:
        """Places an order. It is charged at once.

        Example:
            from authloom.shop import PaymentVoucher

            orders = shop.place_order(
                "Ann",
                PaymentVoucher("v-1"),
                wish_article="tea",
                speed="over_night",
                article=["cup"],
            )

        Args:
            name: Whose order it is.
"#,
    );
    // What is taken apart is no class.
    assert!(!stub().contains("Wish"));
}

#[test]
fn an_operation_is_a_coroutine_over_what_can_be_awaited() {
    has(
        &rust(),
        "    #[pyo3(signature = (name, payment, wish_article, token, speed, article, timeout, \
         call_token, /))]\n    fn _place_order(\n",
    );
    has(
        &rust(),
        "        self.0.start(py, \"place_order\", || {\n            let name: String = ",
    );
    has(
        &rust(),
        "            Ok(move |client: authloom::Shop| {
                client
                    .place_order(&name, wish, payment, options)
                    .options(call)
                    .into_future()
            })
        })
",
    );
    has(
        &stub(),
        "    def _place_order(
        self,
        name: str,
        payment: Payment,
        wish_article: str,
        token: str | None,
        speed: Speed | None,
        article: Sequence[str] | None,
        timeout: timedelta | float | None,
        call_token: Secret | str | None,
        /,
    ) -> Call[list[Order]]: ...
",
    );
    has(
        &package(),
        r#"class AsyncShop(AsyncShopBase):
    """A shop.

    Its operations are coroutines; cancelling one abandons its request, which the server may
    still have carried out.
"#,
    );
    has(
        &package(),
        "    async def place_order(
        self,
        name: str,
        payment: Payment,
        *,
        wish_article: str,
        token: str | None = None,
",
    );
    has(
        &package(),
        r#"        Example:
            from authloom.shop import PaymentVoucher

            orders = await shop.place_order(
                "Ann",
"#,
    );
    has(
        &package(),
        "        try:
            return await self._place_order(
                name, payment, wish_article, token, speed, article, timeout, call_token
            )
        finally:
            del call_token
",
    );
    has(
        &package(),
        "    async def __aenter__(self) -> Self:\n        return self\n",
    );
    assert!(!rust().contains("send"), "what is private stays so");
}

#[test]
fn a_client_is_built_from_its_own_settings_and_those_of_all() {
    has(
        &rust(),
        r#"impl Configure for core::ShopConfig {
    fn configure(&mut self, given: &mut Settings<'_, '_>) -> PyResult<()> {
        given.set("base_url", &mut self.base_url)?;
        self.http.configure(given)
    }
}
"#,
    );
    has(
        &rust(),
        r#"text_signature = "(*, base_url=None, http2=None)")]"#,
    );
    has(
        &stub(),
        "    @classmethod
    def from_env(
        cls,
        *,
        base_url: str | None = None,
        http2: bool | None = None,
    ) -> Self:
",
    );
}
