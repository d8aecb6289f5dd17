//! Operations, and the clients that have them.

use super::super::shop::surface_with;
use super::{generated, has, rust};
use crate::node::failure;

#[test]
fn an_operation_is_a_method_over_its_native_half() {
    has(
        &rust(),
        r#"    /// `place_order`.
    #[napi]
    pub fn place_order(
        &self,
        env: Env,
        number: u32,
        name: Unknown<'_>,
        wish: Unknown<'_>,
        payment: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<()> {
        self.0.start(&env, number, "place_order", |js| {
            let name: String = js.argument("name", name)?;
            let wish = js.argument("wish", wish)?;
            let payment = js.argument("payment", payment)?;
            let members =
                js.options(options, &["speed", "article", "timeout", "token", "signal"])?;
            let options = core::PlaceOrderOptions {
                speed: members.optional("speed")?,
                article: members.optional("article")?,
            };
            let call = call_options(&members)?;
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
        &generated("shop.js"),
        "class Shop extends Client {
  static native = 'NativeShop';

  placeOrder(name, wish, payment, options) {
    return call(this, options, (number) =>
      this[NATIVE].placeOrder(number, name, wish, payment, options),
    );
  }
}

module.exports = { Shop };
",
    );
    assert!(!rust().contains("send"), "what is private stays so");
}

#[test]
fn an_operation_is_declared_with_what_it_takes() {
    has(
        &generated("shop.d.ts"),
        "/** Optional arguments of `placeOrder`. */
export interface PlaceOrderOptions extends CallOptions {
  /** How fast. */
  speed?: Speed | undefined;
  /** What else is taken. */
  article?: readonly string[] | undefined;
}
",
    );
    has(
        &generated("shop.d.ts"),
        "  /**
   * Places an order. It is charged at once.
   *
   * @param name - Whose order it is.
   * @param wish - What is asked for.
   * @param payment - How an order is paid.
   * @param options - Options of this operation and of the call.
   *
   * @example
   * ```js
   * const orders = await shop.placeOrder(
   *   'Ann',
   *   { article: 'tea' },
   *   { type: 'voucher', voucher: 'v-1' },
   *   { speed: 'over_night', article: ['cup'] },
   * );
   * ```
   */
  placeOrder(
    name: string,
    wish: Wish,
    payment: Payment,
    options?: PlaceOrderOptions,
  ): Promise<Order[]>;
}
",
    );
    has(
        &generated("http.d.ts"),
        "  /** How long the `token` may wait. The value is in milliseconds. */\n  timeout?: number | undefined;\n",
    );
    has(
        &generated("http.d.ts"),
        "  signal?: AbortSignal | undefined;\n}\n",
    );
}

#[test]
fn a_client_is_built_from_its_own_settings_and_those_of_all() {
    has(
        &rust(),
        r#"impl Configure for core::ShopConfig {
    fn configure(&mut self, given: &mut Settings<'_>) -> Result<(), Refusal> {
        given.set("baseUrl", &mut self.base_url)?;
        self.http.configure(given)
    }
}
"#,
    );
    has(
        &generated("shop.d.ts"),
        "export interface ShopConfig extends HttpConfig {
  /** Where it is. */
  baseUrl?: string | undefined;
}
",
    );
    has(
        &generated("shop.d.ts"),
        "  constructor(config?: ShopConfig);\n",
    );
    has(
        &generated("shop.d.ts"),
        "  static fromEnv(config?: ShopConfig): Shop;\n",
    );
}

#[test]
fn what_node_cannot_tell_apart_is_refused() {
    let said = |from: &str, to: &str| {
        let surface = surface_with(|shop| {
            assert!(shop.contains(from), "{from}");
            shop.replacen(from, to, 1)
        });
        failure(&surface.expect("it is in the grammar"))
    };
    assert_eq!(
        said("pub speed: Speed", "pub token: Option<String>"),
        "`Shop.place_order` has two options that can only be named `token`"
    );
    assert_eq!(
        said("Request<Vec<Order>>", "Request<Vec<Payment>>"),
        "`Payment` goes in and comes out, and Node has one type for each; see \
         bindings/codegen/src/node/directions.rs"
    );
    assert_eq!(
        said("Voucher(Secret)", "Voucher { r#type: String }"),
        "`Payment.Voucher.type` would hide which variant it is; give it a row in \
         bindings/codegen/src/node/names.rs"
    );
}
