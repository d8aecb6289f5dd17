//! What is written for a small API, and what is said where it cannot be.

mod node;
mod operations;
mod python;
mod refused;
pub(crate) mod shop;

use crate::exceptions::{Exception, Exceptions};
use crate::failure::Failure;
use crate::model::Surface;
use crate::parse;
use crate::sources::Source;

const ERRORS: Source = Source {
    module: "errors",
    core_path: "authloom::error",
    files: &[],
    header: "core/src/error",
    client: None,
};

const SHARED: Source = Source {
    module: "http",
    core_path: "authloom",
    files: &[],
    header: "core/src/http",
    client: None,
};

const API: Source = Source {
    module: "shop",
    core_path: "authloom::shop",
    files: &[],
    header: "core/src/shop",
    client: Some("Shop"),
};

/// Reads three files: the errors, what else all APIs share, and one API.
fn read(
    errors: &str,
    common: &str,
    api: &str,
    rows: &'static [Exception],
) -> Result<Surface, Failure> {
    let exceptions = Exceptions::new(rows);
    let errors = parse::file("core/src/error/mod.rs", errors)?;
    let common = parse::file("core/src/http/options.rs", common)?;
    let api = parse::file("core/src/shop/models.rs", api)?;
    let parsed = [
        (&ERRORS, vec![errors]),
        (&SHARED, vec![common]),
        (&API, vec![api]),
    ];
    let surface = parse::surface(&parsed, &exceptions)?;
    exceptions.all_used()?;
    Ok(surface)
}
