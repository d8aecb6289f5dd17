//! JavaScript: the class of a client.

use super::names::{camel, parameter};
use crate::model::{Client, Operation};

/// How long a line may be.
const WIDTH: usize = 100;

/// The class.
pub(super) fn script(client: &Client) -> String {
    let name = client.name;
    let methods: String = client.operations.iter().map(method).collect();
    format!(
        "'use strict';

const {{ Client, NATIVE, call }} = require('../client.js');

class {name} extends Client {{
  static native = 'Native{name}';
{methods}}}

module.exports = {{ {name} }};\n"
    )
}

fn method(operation: &Operation) -> String {
    let name = camel(&operation.name);
    let parameters = operation.parameters.iter().map(|of| parameter(&of.field));
    let names: Vec<String> = parameters.chain(["options".to_owned()]).collect();
    let names = names.join(", ");
    let before = "    return call(this, options, (number) =>";
    let begun = format!("this[NATIVE].{name}(number, {names})");
    let line = format!("{before} {begun});");
    let body = if line.len() <= WIDTH {
        line
    } else {
        format!("{before}\n      {begun},\n    );")
    };
    format!("\n  {name}({names}) {{\n{body}\n  }}\n")
}
