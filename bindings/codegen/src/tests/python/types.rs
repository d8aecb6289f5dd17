//! Structs, enums and unions.

use super::{has, package, rust, stub};

#[test]
fn a_struct_is_a_frozen_class() {
    has(
        &rust(),
        r#"/// An order.
#[pyclass(frozen, module = "authloom.shop")]
pub(crate) struct Order(pub(crate) core::Order);

#[pymethods]
impl Order {
    #[new]
    #[pyo3(signature = (*, id, code=None, notes=None, placed_at))]
    fn new(
        id: &Bound<'_, PyAny>,
        code: Option<&Bound<'_, PyAny>>,
        notes: Option<&Bound<'_, PyAny>>,
        placed_at: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        Ok(Self(core::Order {
            id: argument("id", id)?,
            code: optional("code", code)?,
            notes: optional("notes", notes)?,
            placed_at: argument("placed_at", placed_at)?,
        }))
    }

    /// Its id, see `Shop`.
    #[getter]
    fn id(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.0.id)
    }
"#,
    );
    // What anybody may have stored is not shown, and cannot be hashed.
    has(
        &rust(),
        r#"model!(
    Order,
    core::Order,
    nohash,
    ["id", "code", "notes", "placed_at"],
    ["notes"]
);
"#,
    );
    has(
        &stub(),
        r#"@final
class Order:
    """An order."""

    __match_args__: Final = ("id", "code", "notes", "placed_at")
    def __new__(
        cls,
        *,
        id: str,
        code: Secret | str | None = None,
        notes: object | None = None,
        placed_at: datetime,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id, see `Shop`."""

    @property
    def code(self) -> Secret | None:
        """What opens its parcel."""
"#,
    );
    has(
        &stub(),
        "    __hash__: ClassVar[None]  # type: ignore[assignment]\n",
    );
}

#[test]
fn a_closed_enum_is_its_texts() {
    has(
        &rust(),
        r#"text_enum!(core::Speed, [(Slow, "slow"), (OverNight, "over_night")]);"#,
    );
    has(
        &package(),
        "    Speed: TypeAlias = Literal[\"slow\", \"over_night\"]\n",
    );
    has(
        &package(),
        "        \"Speed\": [\"slow\", \"over_night\"],\n",
    );
    has(
        &package(),
        "`Speed` is a string. How it travels. `slow`: by ship. `over_night`: by air.",
    );
}

#[test]
fn an_open_enum_is_any_text() {
    has(&rust(), r#"open_enum!(core::Guest, [(Vip, "v_i_p")]);"#);
    has(
        &package(),
        "    Guest: TypeAlias = Union[Literal[\"v_i_p\"], str]\n",
    );
    has(&package(), "        \"Guest\": [\"v_i_p\", str],\n");
}

#[test]
fn a_union_is_a_class_for_each_variant() {
    let rust = rust();
    has(
        &rust,
        r#"/// With a voucher.
///
/// A variant of `Payment`: how an order is paid.
#[pyclass(frozen, module = "authloom.shop")]
#[derive(Clone, PartialEq)]
pub(crate) struct PaymentVoucher {
    voucher: authloom::Secret,
}

#[pymethods]
impl PaymentVoucher {
    #[new]
    #[pyo3(signature = (voucher))]
    fn new(voucher: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self {
            voucher: argument("voucher", voucher)?,
        })
    }

    /// With a voucher.
    #[getter]
    fn voucher(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        field(py, &self.voucher)
    }
}

variant!(PaymentVoucher, hash, ["voucher"], []);
"#,
    );
    has(
        &rust,
        "    fn r#type(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {\n",
    );
    has(
        &rust,
        r#"variant!(PaymentCard, hash, ["number", "type"], []);"#,
    );
    has(&rust, "    fn new() -> Self {\n        Self {}\n    }\n");
    has(
        &rust,
        "union!(core::Payment, {
    [core::Payment::Cash]
        => PaymentCash {},
    [core::Payment::Voucher(voucher)]
        => PaymentVoucher { voucher },
    [core::Payment::Card { number, r#type }]
        => PaymentCard { number, r#type },
});
",
    );
    has(
        &package(),
        "Payment: TypeAlias = PaymentCash | PaymentVoucher | PaymentCard\n",
    );
    has(
        &stub(),
        "    __match_args__: Final = (\"voucher\",)\n    def __new__(\n        cls,\n        \
         voucher: Secret | str,\n    ) -> Self: ...\n",
    );
    has(
        &stub(),
        "    @property\n    def type(self) -> str | None:\n        \"\"\"Its type.\"\"\"\n",
    );
}
