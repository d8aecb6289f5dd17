//! What the core offers, without a word of the language that it is written in or for.

/// A string in paragraphs; code stands in backticks, and there are no links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Docs(pub(crate) Vec<String>);

/// Everything that a binding offers.
#[derive(Debug)]
pub(crate) struct Surface {
    pub(crate) modules: Vec<Module>,
    /// What every operation takes at its end.
    pub(crate) call: Struct,
    /// What every client's configuration has beside its own settings.
    pub(crate) http: Struct,
    /// The fields of every error.
    pub(crate) error: Struct,
}

/// The types of one part of the core, and its client if it has one.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) name: &'static str,
    /// Where the core offers it.
    pub(crate) core_path: &'static str,
    /// The files that it is read from, as a header names them.
    pub(crate) sources: String,
    pub(crate) docs: Docs,
    pub(crate) definitions: Vec<Definition>,
    pub(crate) client: Option<Client>,
}

/// A public type.
#[derive(Debug)]
pub(crate) enum Definition {
    Struct(Struct),
    StringEnum(StringEnum),
    Union(Union),
}

/// Named values.
#[derive(Debug, Clone)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) fields: Vec<Field>,
}

/// A named value: a field, or an argument.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) r#type: Type,
    /// Whether no text that is made for people may show it.
    pub(crate) hidden: bool,
    /// Whether it stands among the positional arguments where its struct is taken apart.
    pub(crate) positional: bool,
}

/// A set of strings, to which a server may add if it is open.
#[derive(Debug)]
pub(crate) struct StringEnum {
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) values: Vec<Text>,
    pub(crate) open: bool,
}

/// One of the strings.
#[derive(Debug)]
pub(crate) struct Text {
    /// Its variant's name.
    pub(crate) name: String,
    /// What is written.
    pub(crate) value: String,
    pub(crate) docs: Docs,
}

/// One of several structs.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) variants: Vec<Variant>,
}

/// One of a union's structs.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) fields: Vec<Field>,
    /// Whether its one field has no name of its own; then it has the variant's.
    pub(crate) unnamed: bool,
}

/// A client, and what it is built from.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: &'static str,
    pub(crate) docs: Docs,
    /// What building one does.
    pub(crate) building: Docs,
    pub(crate) config: Struct,
    pub(crate) operations: Vec<Operation>,
}

/// Something that a client does.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) docs: Docs,
    pub(crate) parameters: Vec<Parameter>,
    /// Its optional arguments, without the options of every call.
    pub(crate) options: Option<Struct>,
    /// The options of every call that it takes.
    pub(crate) call: Vec<Field>,
    pub(crate) result: Option<Type>,
    pub(crate) example: Option<Example>,
}

/// A call of an operation, as its documentation shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    /// The variable that holds the client.
    pub(crate) client: String,
    /// One for each parameter.
    pub(crate) arguments: Vec<Value>,
    /// The options that are given.
    pub(crate) options: Vec<(String, Value)>,
    /// The variable that takes the result.
    pub(crate) result: Option<String>,
}

/// A value in an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Absent,
    Bool(bool),
    Integer(i64),
    Text(String),
    List(Vec<Value>),
    /// A struct, by its fields.
    Struct(String, Vec<(String, Value)>),
    /// A variant of a union, by its fields; or a named string.
    Variant {
        of: String,
        variant: String,
        fields: Vec<(String, Value)>,
    },
}

/// A required argument.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) field: Field,
    /// Whether the core only borrows it.
    pub(crate) borrowed: bool,
}

/// What a value can be: the whole grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    Bool,
    I32,
    I64,
    F64,
    Text,
    Secret,
    Instant,
    Duration,
    Json,
    Option(Box<Type>),
    List(Box<Type>),
    /// By strings.
    Map(Box<Type>),
    /// A definition.
    Named(String),
    /// Something that each binding writes by hand.
    ByHand(String),
}

impl Type {
    /// This type and all within it, definitions not looked into.
    pub(crate) fn parts(&self) -> Vec<&Type> {
        let mut parts = vec![self];
        if let Self::Option(inner) | Self::List(inner) | Self::Map(inner) = self {
            parts.extend(inner.parts());
        }
        parts
    }

    /// Whether a value of it may be left out.
    pub(crate) fn may_be_absent(&self) -> bool {
        matches!(self, Self::Option(_) | Self::Map(_))
    }
}

impl Field {
    /// Whether its value is a secret, or holds some.
    pub(crate) fn is_secret(&self) -> bool {
        self.r#type.parts().contains(&&Type::Secret)
    }

    /// Whether it may be shown to people: what was stored by anybody may hold anything.
    pub(crate) fn is_shown(&self) -> bool {
        let anything = |part: &&Type| matches!(part, Type::Json | Type::Map(_));
        !self.hidden && !self.r#type.parts().iter().any(anything)
    }
}

impl Definition {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Struct(of) => &of.name,
            Self::StringEnum(of) => &of.name,
            Self::Union(of) => &of.name,
        }
    }

    pub(crate) fn docs(&self) -> &Docs {
        match self {
            Self::Struct(of) => &of.docs,
            Self::StringEnum(of) => &of.docs,
            Self::Union(of) => &of.docs,
        }
    }
}

impl Surface {
    /// The definition of this name, and where it stands.
    pub(crate) fn find(&self, name: &str) -> (&Module, &Definition) {
        self.modules
            .iter()
            .flat_map(|module| module.definitions.iter().map(move |of| (module, of)))
            .find(|(_, of)| of.name() == name)
            .expect("the parser lets no name through that is not defined")
    }

    /// The struct of this type, if it is one.
    pub(crate) fn struct_of(&self, r#type: &Type) -> Option<&Struct> {
        match r#type {
            Type::Named(name) => match self.find(name).1 {
                Definition::Struct(of) => Some(of),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a struct is only ever the argument of an operation, to be taken apart.
    pub(crate) fn is_argument(&self, of: &Struct) -> bool {
        let operations = self
            .modules
            .iter()
            .filter_map(|module| module.client.as_ref())
            .flat_map(|client| &client.operations);
        operations
            .flat_map(|operation| &operation.parameters)
            .any(|parameter| parameter.field.r#type == Type::Named(of.name.clone()))
    }
}
