//! What is said where nothing can be written.

use super::shop::{LEFT_OUT, surface, surface_except, surface_with};
use crate::errors;

fn said(from: &str, to: &str) -> String {
    let surface = surface_with(|shop| {
        assert!(shop.contains(from), "{from}");
        shop.replacen(from, to, 1)
    });
    surface.expect_err("it is refused").to_string()
}

#[test]
fn an_unknown_type_is_named_with_its_place_and_the_table() {
    assert_eq!(
        said("pub id: String", "pub id: Box<str>"),
        "core/src/shop/models.rs:7: `Box<str>` has no row in the type table of \
         bindings/codegen/src/types.rs"
    );
    // Also where only a part of it is unknown.
    assert_eq!(
        said("pub code: Option<Secret>", "pub code: Option<Vec<u8>>"),
        "core/src/shop/models.rs:9: `Option<Vec<u8>>` has no row in the type table of \
         bindings/codegen/src/types.rs"
    );
    // In an operation too.
    assert!(said("name: &str", "name: &[u8]").contains(": `&[u8]` has no row in the type table"));
    assert!(said("Request<Vec<Order>>", "Request<Vec<Shop>>").contains("`Vec<Shop>` has no row"));
}

#[test]
fn the_options_of_an_operation_are_a_public_struct() {
    let said = said("options: PlaceOrderOptions,", "options: Hidden,");
    assert!(
        said.ends_with("`place_order` has no public options `Hidden`"),
        "{said}"
    );
}

#[test]
fn a_text_must_be_the_one_that_is_documented() {
    assert_eq!(
        said("/// `slow`: by ship.", "/// `ship`: by ship."),
        "core/src/shop/models.rs:33: `Speed::Slow` is documented as `ship`, but its text is `slow`"
    );
}

#[test]
fn a_variant_has_at_most_one_field_without_a_name() {
    let said = said("Voucher(Secret)", "Voucher(Secret, String)");
    assert!(
        said.contains("`Payment::Voucher` has several fields without names"),
        "{said}"
    );
}

#[test]
fn an_exception_that_matches_nothing_is_named() {
    assert_eq!(
        surface_except(LEFT_OUT)
            .expect_err("one row is of no use")
            .to_string(),
        "the exception `Order.gone` in bindings/codegen/src/exceptions.rs matches nothing in the \
         core's public source; remove it"
    );
    let surface = surface_except(&LEFT_OUT[..1]).expect("all rows are of use");
    let (_, order) = surface.find("Order");
    assert!(!format!("{order:?}").contains("code"));
}

#[test]
fn a_row_that_is_no_kind_of_error_is_named() {
    // The shop has few of the core's kinds.
    assert_eq!(
        errors::all_used(&surface())
            .expect_err("one row is of no use")
            .to_string(),
        "the row `Validation` of bindings/codegen/src/errors.rs matches no kind of error in the \
         core's public source; remove it"
    );
}
