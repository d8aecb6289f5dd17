//! Where vectors write an argument or a value in another form than its type: `tests/forms.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

/// All of it, by modules.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Forms(BTreeMap<String, OfApi>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfApi {
    /// What the client of a vector is built from.
    client: Map<String, Value>,
    /// The same, for an operation that needs another one.
    #[serde(default)]
    client_of: BTreeMap<String, Map<String, Value>>,
    /// By operations: arguments that replace those of vectors where the sandbox's default data has
    /// others.
    #[serde(default)]
    default_data: BTreeMap<String, Map<String, Value>>,
    /// By the names of types, or `Union.Variant`.
    forms: BTreeMap<String, Form>,
}

/// How vectors write the values of a type.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Form {
    /// The member in which the whole stands, in place of the parameter's name.
    pub member: Option<String>,
    /// Members that are no fields, and have this value.
    pub constant: Map<String, Value>,
    /// The member that tells a union's variants apart, in place of `type`.
    pub tag: Option<String>,
    /// What stands there, if that may be any of several variants: the one whose fields are there.
    pub tags: BTreeMap<String, Vec<String>>,
    /// Whether no member tells them apart.
    pub untagged: bool,
    /// The member in which a variant's fields stand, if they do not stand beside the tag.
    pub content: Option<String>,
    /// Whether the union stands among the members of what holds it.
    pub beside: bool,
    /// Fields that are compared only where they are listed.
    pub if_listed: Vec<String>,
    /// Lists whose order does not count.
    pub any_order: Vec<String>,
}

impl Form {
    /// The member that tells a union's variants apart.
    pub fn tag(&self) -> Option<&str> {
        (!self.untagged).then(|| self.tag.as_deref().unwrap_or("type"))
    }
}

impl Forms {
    /// How values of a type are written; of a union's variant, if it is `Union.Variant`.
    pub fn of(&self, name: &str) -> &Form {
        static USUAL: LazyLock<Form> = LazyLock::new(Form::default);
        let mut apis = self.0.values();
        apis.find_map(|api| api.forms.get(name)).unwrap_or(&USUAL)
    }

    /// The names of the types of a module that have a form.
    pub fn names(&self, module: &str) -> impl Iterator<Item = &str> {
        let forms = self.0.get(module).into_iter().flat_map(|api| &api.forms);
        forms.map(|(name, _)| name.as_str())
    }

    /// What the client of a vector is built from, unless the vector says otherwise.
    ///
    /// # Panics
    ///
    /// If there is no such module.
    pub fn client(&self, module: &str, operation: &str) -> &Map<String, Value> {
        let api = self.0.get(module).expect("every API has a row");
        api.client_of.get(operation).unwrap_or(&api.client)
    }

    /// The arguments of an operation that replace those of vectors where the sandbox's default data
    /// has others.
    pub fn default_data(
        &self,
        module: &str,
        operation: &str,
    ) -> impl Iterator<Item = (&String, &Value)> {
        let api = self.0.get(module);
        let its = api.and_then(|api| api.default_data.get(operation));
        its.into_iter().flatten()
    }

    /// The operations of a module for which the default data has other arguments.
    pub fn with_default_data(&self, module: &str) -> impl Iterator<Item = &str> {
        let api = self.0.get(module).into_iter();
        api.flat_map(|api| api.default_data.keys().map(String::as_str))
    }

    /// The modules that have forms.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../forms.json")).expect("`Forms` describes it")
});

/// The forms.
pub fn forms() -> &'static Forms {
    &FORMS
}
