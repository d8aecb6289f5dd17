//! A small API, as the core would offer it.

use super::read;
use crate::exceptions::{Exception, Treatment};
use crate::failure::Failure;
use crate::model::Surface;

/// How calls fail.
const ERRORS: &str = r"
//! How calls fail.

/// What went wrong.
pub enum ErrorKind {
    /// There is no such thing; `retry_after` says when there may be.
    NotFound,
    /// The shop failed.
    ServerError,
    /// No response came. `message` says why.
    Transport,
    /// It took too long.
    Timeout,
    /// The caller cancelled.
    Cancelled,
}

/// What became of the order.
pub enum Outcome {
    /// Nothing was sent.
    NotSent,
    /// It may have been placed.
    Unknown,
}

/// One thing that is wrong.
pub struct Problem {
    /// Where it is.
    pub place: Option<String>,
}

/// What is asked for instead.
pub enum Hint {
    /// Nothing.
    None,
    /// One of these.
    Choice {
        /// The articles.
        articles: Vec<String>,
    },
}

/// The fields of an error.
pub struct ErrorDetails {
    /// Which kind it is.
    pub kind: ErrorKind,
    /// The operation, such as `place_order`.
    pub operation: String,
    /// What happened.
    pub message: String,
    /// The status, if there was a response.
    pub status: Option<i32>,
    /// All codes.
    pub codes: Vec<String>,
    /// How long to wait.
    pub retry_after: Option<Duration>,
    /// Header fields.
    pub headers: HashMap<String, String>,
    /// How many attempts there were.
    pub attempts: i32,
    /// Whether it may be repeated.
    pub retryable: bool,
    /// What became of it.
    pub outcome: Outcome,
    /// The operation to call then.
    pub resolve_with: Option<String>,
    /// The argument.
    pub field: Option<String>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}
";

/// The class of each kind, its name, and what it stands under.
pub(super) const KINDS: &[(&str, &str, &str)] = &[
    ("NotFoundError", "not_found", "ApiError"),
    ("ServerError", "server_error", "ApiError"),
    ("TransportError", "transport", "AuthloomError"),
    ("TimeoutError", "timeout", "AuthloomError"),
];

/// The fields of an error but its kind, as core and as JavaScript call them.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("operation", "operation"),
    ("message", "reason"),
    ("status", "status"),
    ("codes", "codes"),
    ("retry_after", "retryAfter"),
    ("headers", "headers"),
    ("attempts", "attempts"),
    ("retryable", "retryable"),
    ("outcome", "outcome"),
    ("resolve_with", "resolveWith"),
    ("field", "field"),
    ("problems", "problems"),
];

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

/// One event of a call.
pub struct Event {
    /// What happened.
    pub kind: EventKind,
}

/// What an event reports.
pub enum EventKind {
    /// An attempt begins.
    Sending,
    /// The call is over.
    Finished,
}
";

/// One of everything.
const SHOP: &str = r#"
//! The shop: what is for sale.

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

/// Optional arguments of `place_order`.
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
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(shop: Shop) {
    /// let wish = Wish {
    ///     article: "tea".into(),
    ///     ..Wish::default()
    /// };
    /// let payment = Payment::Voucher("v-1".into());
    /// let options = PlaceOrderOptions {
    ///     speed: Speed::OverNight,
    ///     article: Some(vec!["cup".into()]),
    /// };
    /// let orders = shop.place_order("Ann", wish, payment, options).await?;
    /// # }
    /// ```
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
    read(ERRORS, COMMON, &change(SHOP), EXCEPTIONS)
}

/// The surface of the shop, after changing how its calls fail.
pub(super) fn surface_failing(change: impl Fn(&str) -> String) -> Surface {
    const EXCEPTIONS: &[Exception] = &[];
    let surface = read(&change(ERRORS), COMMON, SHOP, EXCEPTIONS);
    worded(surface.expect("the errors are in the grammar"))
}

/// The surface of the shop.
pub(crate) fn surface() -> Surface {
    worded(surface_with(str::to_owned).expect("the shop is in the grammar"))
}

/// A shop with words for what Rust documents nowhere.
pub(super) fn worded(mut surface: Surface) -> Surface {
    let client = surface.modules[2].client.as_mut().expect("a client");
    let name = &mut client.operations[0].parameters[0].field;
    name.docs.0.push("Whose order it is.".to_owned());
    surface
}

/// The surface of the shop with this table of exceptions.
pub(super) fn surface_except(rows: &'static [Exception]) -> Result<Surface, Failure> {
    read(ERRORS, COMMON, SHOP, rows)
}

/// What leaves a field out that is there, and one that is not.
pub(super) const LEFT_OUT: &[Exception] = &[
    ("Order.code", Treatment::LeftOut, "a test"),
    ("Order.gone", Treatment::LeftOut, "a test"),
];
