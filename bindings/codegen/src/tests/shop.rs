//! A small API, as the core would offer it.

use super::read;
use crate::exceptions::{Exception, Treatment};
use crate::failure::Failure;
use crate::model::Surface;

/// What every client has.
const COMMON: &str = r"
//! What all share.

/// What may be changed for any call.
pub struct CallOptions {
    /// How long the `token` may wait.
    pub timeout: Option<Duration>,
    /// The credential.
    pub token: Option<Secret>,
}

/// How calls travel.
pub struct HttpConfig {
    /// Whether HTTP/2 is offered.
    pub http2: bool,
}
";

/// One of everything.
const SHOP: &str = r#"
//! The shop.

/// An order.
pub struct Order {
    /// Its id, see [`Shop`](super::Shop).
    pub id: String,
    /// What opens its parcel.
    pub code: Option<Secret>,
    /// Whatever was stored with it.
    pub notes: Option<Value>,
    /// When it was placed.
    pub placed_at: SystemTime,
}

/// How an order is paid.
pub enum Payment {
    /// With cash.
    Cash,
    /// With a voucher.
    Voucher(Secret),
    /// With a card.
    Card {
        /// Its number.
        number: Secret,
        /// Its type.
        r#type: Option<String>,
    },
}

/// How it travels.
pub enum Speed {
    /// `slow`: by ship.
    Slow,
    /// `over_night`: by air.
    OverNight,
}

/// Who may come in.
pub enum Guest {
    /// `v_i_p`: an important person.
    Vip,
    /// Anything else.
    Other(String),
}

impl Guest {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Vip => "v_i_p",
            Self::Other(text) => text,
        }
    }
}

/// What is asked for.
pub struct Wish {
    /// Which article.
    pub article: String,
    /// Its token.
    pub token: Option<String>,
}

/// What `place_order` takes beside its arguments.
pub struct PlaceOrderOptions {
    /// How fast.
    pub speed: Speed,
    /// What else is taken.
    pub article: Option<Vec<String>>,
}

/// What a shop is built from.
pub struct ShopConfig {
    /// Where it is.
    pub base_url: Option<String>,
    /// How calls travel.
    pub http: HttpConfig,
}

/// A shop.
pub struct Shop {
    pipeline: Pipeline,
}

impl Shop {
    /// Builds a client.
    pub fn new(config: ShopConfig) -> Result<Self, Error> {}

    /// Places an order. It is charged at once.
    pub fn place_order(
        &self,
        name: &str,
        wish: Wish,
        payment: Payment,
        options: PlaceOrderOptions,
    ) -> Request<Vec<Order>> {}

    fn send(&self) -> Request<()> {}
}
"#;

/// The surface of the shop, after changing its source.
pub(super) fn surface_with(change: impl Fn(&str) -> String) -> Result<Surface, Failure> {
    const EXCEPTIONS: &[Exception] = &[];
    read(COMMON, &change(SHOP), EXCEPTIONS)
}

/// The surface of the shop.
pub(crate) fn surface() -> Surface {
    worded(surface_with(str::to_owned).expect("the shop is in the grammar"))
}

/// A shop with words for what Rust documents nowhere.
pub(super) fn worded(mut surface: Surface) -> Surface {
    let client = surface.modules[1].client.as_mut().expect("a client");
    let name = &mut client.operations[0].parameters[0].field;
    name.docs.0.push("Whose order it is.".to_owned());
    surface
}

/// The surface of the shop with this table of exceptions.
pub(super) fn surface_except(rows: &'static [Exception]) -> Result<Surface, Failure> {
    read(COMMON, SHOP, rows)
}

/// What leaves a field out that is there, and one that is not.
pub(super) const LEFT_OUT: &[Exception] = &[
    ("Order.code", Treatment::LeftOut, "a test"),
    ("Order.gone", Treatment::LeftOut, "a test"),
];
