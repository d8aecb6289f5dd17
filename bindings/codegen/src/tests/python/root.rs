//! The package itself.

use super::super::shop::surface;
use super::has;
use crate::python::written;

fn root() -> String {
    written(&surface(), "bindings/python/authloom/__init__.py")
}

#[test]
fn it_says_what_each_client_is_for() {
    has(
        &root(),
        "\n- Shop, AsyncShop: what is for sale (authloom.shop)\n",
    );
}

#[test]
fn only_the_native_module_is_loaded_at_once() {
    has(
        &root(),
        "# Importing costs what is imported: the native module alone. Everything else is loaded at its first
# use, and neither asyncio nor logging, enum, typing or dataclasses is loaded here.
from ._authloom import (
    ClientCertificate as ClientCertificate,
    Event as Event,
    Problem as Problem,
    Secret as Secret,
    Shop as Shop,
    __version__ as __version__,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import errors as errors, shop as shop
    from ._shared import EventKind as EventKind
    from .errors import (
",
    );
    let imports = root();
    let imports = imports.lines().filter(|line| {
        let begins = ["from ", "import "]
            .iter()
            .any(|word| line.starts_with(word));
        begins && !line.contains("._authloom")
    });
    assert_eq!(imports.count(), 0);
}

#[test]
fn everything_else_is_found_where_it_is() {
    for row in [
        "    \"AsyncShop\": \"shop\",\n",
        "    \"EventKind\": \"_shared\",\n",
        "    \"ApiError\": \"errors\",\n",
    ] {
        has(&root(), row);
    }
    has(
        &root(),
        "_SUBMODULES = (\n    \"errors\",\n    \"shop\",\n)\n",
    );
}

#[test]
fn all_names_are_listed_in_order() {
    let root = root();
    let (_, rest) = root.split_once("__all__ = [\n").expect("a list");
    let (list, _) = rest.split_once("]\n").expect("its end");
    let names: Vec<&str> = list.lines().map(str::trim).collect();
    assert!(names.is_sorted(), "{names:?}");
    for name in [
        "AsyncShop",
        "Event",
        "EventKind",
        "Secret",
        "__version__",
        "errors",
        "shop",
    ] {
        assert!(names.contains(&&*format!("\"{name}\",")), "{name}");
    }
    // What an error is made of is found beside the errors.
    assert!(!list.contains("Hint") && !list.contains("Outcome"));
}
