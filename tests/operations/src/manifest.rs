//! Which operations there are, and of what types: `tests/operations.json`.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

/// All of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Who wrote it.
    pub generated: String,
    /// The clients with their operations.
    pub clients: Vec<OfClient>,
    /// The types that operations take and return.
    pub definitions: Vec<Definition>,
}

/// A client's part.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfClient {
    /// The module that it stands in.
    pub module: String,
    /// Its type's name.
    pub class: String,
    /// What it does.
    pub operations: Vec<Operation>,
}

/// What a client does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// What it must be given, in order.
    pub parameters: Vec<Field>,
    /// What it may be given.
    pub options: Vec<Field>,
    /// What it returns, if anything.
    pub result: Option<Type>,
}

/// A named value: an argument, or a field of a type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it can be.
    pub r#type: Type,
    /// Other names, for languages that take structs apart.
    #[serde(default)]
    pub flat: serde_json::Value,
}

/// A type that operations take or return.
#[derive(Debug, Deserialize)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// The module that it stands in.
    pub module: String,
    /// What it consists of.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a type consists of.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// Named values.
    Struct {
        /// In order.
        fields: Vec<Field>,
    },
    /// One of several.
    Union {
        /// In order.
        variants: Vec<Variant>,
    },
    /// One of these strings, or any if it is open.
    Enum {
        /// In order.
        values: Vec<String>,
        /// Whether others may come.
        open: bool,
    },
}

/// One of a union's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What tells it from the others in JSON.
    pub tag: String,
    /// What it holds.
    pub fields: Vec<Field>,
    /// Whether its one field is given by place.
    #[serde(default)]
    pub unnamed: bool,
}

/// What a value can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Something that has no parts: the word for it.
    Plain(String),
    /// A value, or nothing.
    Optional(Box<Type>),
    /// Several values in order.
    List(Box<Type>),
    /// Several values by strings.
    Map(Box<Type>),
    /// A definition.
    Named(String),
}

impl Definition {
    /// The variants of a union.
    pub fn variants(&self) -> &[Variant] {
        match &self.kind {
            Kind::Union { variants } => variants,
            _ => &[],
        }
    }
}

impl Type {
    fn parse(text: &str) -> Self {
        let within = |rest: &str| Box::new(Self::parse(rest));
        match text.split_once(' ') {
            None => Self::Plain(text.to_owned()),
            Some(("optional", rest)) => Self::Optional(within(rest)),
            Some(("list", rest)) => Self::List(within(rest)),
            Some(("map", rest)) => Self::Map(within(rest)),
            Some((_, name)) => Self::Named(name.to_owned()),
        }
    }

    /// Whether it is a string that is given as one, a secret included.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Plain(word) if word == "string" || word == "secret")
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input).map(|text| Self::parse(&text))
    }
}

impl Manifest {
    /// The operations of a module's client.
    pub fn operations(&self, module: &str) -> &[Operation] {
        let mut clients = self.clients.iter();
        let client = clients.find(|client| client.module == module);
        client.map_or(&[], |client| &client.operations)
    }

    /// The operation of that name.
    pub fn operation(&self, module: &str, name: &str) -> Result<&Operation, String> {
        let mut operations = self.operations(module).iter();
        operations
            .find(|operation| operation.name == name)
            .ok_or_else(|| format!("{module} has no operation `{name}`"))
    }

    /// What the type of that name consists of.
    ///
    /// # Panics
    ///
    /// If the manifest names no such type.
    pub fn kind(&self, name: &str) -> &Kind {
        let mut definitions = self.definitions.iter();
        let found = definitions.find(|definition| definition.name == name);
        &found.expect("the manifest defines all that it names").kind
    }
}

static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../operations.json")).expect("`Manifest` describes it")
});

/// The manifest.
pub fn manifest() -> &'static Manifest {
    &MANIFEST
}
