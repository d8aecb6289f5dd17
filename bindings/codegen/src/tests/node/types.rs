//! Structs, enums and unions.

use super::super::shop::{surface_with, worded};
use super::{generated, has, rust, rust_factories};
use crate::node;

#[test]
fn a_struct_is_an_object_made_by_one_call() {
    has(
        &rust(),
        "impl ToJs for core::Order {
    fn to_js<'a>(&self, js: &Js<'a>) -> napi::Result<Unknown<'a>> {
        let Self {
            id,
            code,
            notes,
            placed_at,
        } = self;
        js.make(
            factories::ORDER,
            &[
                id.to_js(js)?,
                code.to_js(js)?,
                notes.to_js(js)?,
                placed_at.to_js(js)?,
            ],
        )
    }
}
",
    );
    // What is not there is no member, and what anybody may have stored is not shown.
    has(
        &generated("factories.js"),
        "const orderShown = without('notes');

function order(id, code, notes, placedAt) {
  const made = { id };
  if (code !== undefined) made.code = code;
  if (notes !== undefined) made.notes = notes;
  made.placedAt = placedAt;
  return Object.defineProperty(made, INSPECT, orderShown);
}
",
    );
    has(
        &generated("shop.d.ts"),
        "/** An order. */
export interface Order {
  /** Its id, see `Shop`. */
  id: string;
  /** What opens its parcel. */
  code?: Secret;
  /** Whatever was stored with it. */
  notes?: Json;
  /** When it was placed. */
  placedAt: Date;
}
",
    );
}

#[test]
fn both_sides_know_the_factories_in_one_order() {
    let places = rust_factories();
    let places = places.lines().filter_map(|line| {
        let (name, place) = line
            .strip_prefix("pub(super) const ")?
            .split_once(": usize = ")?;
        Some((name.replace('_', "").to_lowercase(), place.to_owned()))
    });
    let script = generated("factories.js");
    let (_, list) = script
        .split_once("module.exports = [\n  ...require('../values.js'),\n")
        .expect("a list");
    let listed = list.lines().take_while(|line| *line != "];").enumerate();
    let listed = listed.map(|(place, name)| {
        let name = name.trim().trim_end_matches(',').to_lowercase();
        (name, format!("{place};"))
    });
    let places: Vec<_> = places.collect();
    assert!(
        places.contains(&("order".to_owned(), "4;".to_owned())),
        "{places:?}"
    );
    assert_eq!(places, listed.collect::<Vec<_>>());
}

#[test]
fn a_struct_that_goes_in_is_taken_apart() {
    has(
        &rust(),
        r#"impl FromJs for core::Wish {
    const ACCEPTS: &'static str = "an object";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        let members = given.members(&["article", "token"])?;
        Ok(Self {
            article: members.required("article")?,
            token: members.optional("token")?,
        })
    }
}
"#,
    );
    has(
        &generated("shop.d.ts"),
        "  /** Its token. */\n  token?: string | undefined;\n",
    );
}

#[test]
fn a_closed_enum_is_its_texts() {
    has(
        &rust(),
        r#"text_enum!(core::Speed, [(Slow, "slow"), (OverNight, "over_night")]);"#,
    );
    has(
        &generated("shop.d.ts"),
        "/**
 * How it travels.
 *
 * - `slow`: by ship.
 * - `over_night`: by air.
 */
export type Speed = 'slow' | 'over_night';
",
    );
}

#[test]
fn an_open_enum_is_any_text() {
    has(&rust(), r#"open_enum!(core::Guest, [(Vip, "v_i_p")]);"#);
    has(
        &generated("shop.d.ts"),
        "export type Guest = 'v_i_p' | (string & {});\n",
    );
}

#[test]
fn a_union_is_told_by_its_type() {
    has(
        &rust(),
        r#"impl FromJs for core::Payment {
    const ACCEPTS: &'static str = "an object with a `type`";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        given.one_of(&[
            ("cash", &[], |_| Ok(Self::Cash)),
            ("voucher", &["voucher"], |members| {
                Ok(Self::Voucher(members.required("voucher")?))
            }),
            ("card", &["number", "cardType"], |members| {
                Ok(Self::Card {
                    number: members.required("number")?,
                    r#type: members.optional("cardType")?,
                })
            }),
        ])
    }
}
"#,
    );
    has(
        &generated("shop.d.ts"),
        "/**
 * With a voucher.
 *
 * A variant of `Payment`: how an order is paid.
 */
export interface PaymentVoucher {
  /** The variant's name. */
  type: 'voucher';
  /** With a voucher. */
  voucher: string | Secret;
}
",
    );
    has(
        &generated("shop.d.ts"),
        "export type Payment = PaymentCash | PaymentVoucher | PaymentCard;\n",
    );
}

#[test]
fn a_union_that_comes_out_is_made_with_its_type() {
    let surface = surface_with(|shop| shop.replace("Vec<Order>>", "Vec<Parcel>>") + PARCEL);
    let surface = worded(surface.expect("it is in the grammar"));
    let path = "bindings/node/src/generated/shop.rs";
    has(
        &node::written(&surface, path),
        "        match self {
            Self::Small => js.make(factories::PARCEL_SMALL, &[]),
            Self::Large { weight } => js.make(factories::PARCEL_LARGE, &[weight.to_js(js)?]),
        }
",
    );
}

/// What an order becomes.
const PARCEL: &str = "
/// A parcel.
pub enum Parcel {
    /// A small one.
    Small,
    /// A large one.
    Large {
        /// Its weight.
        weight: i64,
    },
}
";
