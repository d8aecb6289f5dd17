//! What a client's constructor takes: the fields of its configuration, then how calls travel.

use super::by_hand;
use super::docstring::Docstring;
use crate::failure::Failure;
use crate::model::{Client, Docs, Field, Surface, Type};

/// The fields of a configuration that are settings: all but how calls travel.
pub(crate) fn own<'a>(surface: &'a Surface, client: &'a Client) -> impl Iterator<Item = &'a Field> {
    let http = Type::Named(surface.http.name.clone());
    let fields = client.config.fields.iter();
    fields.filter(move |field| field.r#type != http)
}

/// All of them.
pub(crate) fn all<'a>(surface: &'a Surface, client: &'a Client) -> impl Iterator<Item = &'a Field> {
    own(surface, client).chain(&surface.http.fields)
}

/// The constructor's signature.
pub(crate) fn signature(surface: &Surface, client: &Client) -> String {
    let names = all(surface, client).map(|field| format!("{}=None", field.name));
    names.collect::<Vec<_>>().join(", ")
}

/// What a client's class says.
pub(crate) fn docstring(
    surface: &Surface,
    client: &Client,
    is_async: bool,
) -> Result<Docstring, Failure> {
    let mut docstring = Docstring::of(&client.docs);
    if is_async {
        docstring.say("Its operations are coroutines; cancelling one abandons its request, which the server may still have carried out.");
    }
    docstring.say(
        "Each kind of error is a class of `authloom.errors`: `not_found` is `NotFoundError`, and \
         so on.",
    );
    docstring.say(&client.building.0.join(" "));
    for field in all(surface, client) {
        let words = by_hand::docs(&field.r#type)?.unwrap_or_else(|| field.docs.clone());
        docstring.argument(&field.name, &words, &field.r#type);
    }
    Ok(docstring)
}

/// What `from_env` says.
pub(crate) fn from_env_docstring() -> Docstring {
    let docs = [
        "Builds a client from the environment.",
        "Takes the same arguments as the class; one that is given overrides its environment \
         variable. Nothing is sent. Fails with kind `config` if a setting is missing or invalid.",
    ];
    Docstring::of(&Docs(docs.map(str::to_owned).to_vec()))
}
