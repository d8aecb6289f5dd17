//! The package's entries: what a program finds at its root.

use crate::errors;
use crate::model::Surface;

/// The entries by their names.
pub(super) fn files(surface: &Surface) -> [(&'static str, String); 4] {
    [
        ("index.js", common_js(surface)),
        ("index.mjs", module(surface)),
        ("index.d.ts", declarations(surface)),
        ("index.d.mts", "export * from './index.js';\n".to_owned()),
    ]
}

/// The clients, each with its file.
fn clients(surface: &Surface) -> impl Iterator<Item = (&'static str, &'static str)> {
    let modules = surface.modules.iter();
    modules.filter_map(|of| of.client.as_ref().map(|client| (client.name, of.name)))
}

fn common_js(surface: &Surface) -> String {
    let mut members = String::new();
    for (client, file) in clients(surface) {
        members += &format!("  {client}: require('./generated/{file}.js').{client},\n");
    }
    let errors = errors::names(surface);
    let errors: String = errors.iter().map(|of| format!("  '{of}',\n")).collect();
    format!(
        "'use strict';

module.exports = {{
{members}  Secret: require('./secret.js').Secret,
}};

// Read when somebody asks for one: most programs start without.
for (const name of [
{errors}]) {{
  Object.defineProperty(module.exports, name, {{
    enumerable: true,
    get: () => require('./generated/errors.js')[name],
  }});
}}\n"
    )
}

fn module(surface: &Surface) -> String {
    let mut names = errors::names(surface);
    names.extend(clients(surface).map(|(client, _)| client.to_owned()));
    names.push("Secret".to_owned());
    names.sort();
    let names: String = names.iter().map(|of| format!("  {of},\n")).collect();
    // By `require`: Node would read through what is imported in search of its exports.
    format!(
        "import {{ createRequire }} from 'node:module';\n\n\
         const authloom = createRequire(import.meta.url)('./index.js');\n\n\
         export const {{\n{names}}} = authloom;\n"
    )
}

fn declarations(surface: &Surface) -> String {
    let by_hand = ["json", "logging", "secret"].map(str::to_owned);
    let generated = surface.modules.iter();
    let generated = generated.map(|of| format!("generated/{}", of.name));
    by_hand
        .into_iter()
        .chain(generated)
        .map(|file| format!("export * from './{file}.js';\n"))
        .collect()
}
