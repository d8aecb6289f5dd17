//! Objects that a caller gave, taken apart.

use napi::ValueType;

use super::from_js::FromJs;
use super::given::Given;
use super::name::Name;
use super::raw::{self, Read};
use super::refusal::Refusal;

/// The members of an object, read by their names.
pub(crate) struct Members<'a> {
    /// Nothing where options were left out.
    given: Option<Given<'a>>,
    /// Whether they are called by their own names alone.
    alone: bool,
}

/// What one `type` of an object says about its members: their names, and how they are read.
pub(crate) type Variant<T> = (
    &'static str,
    &'static [&'static str],
    fn(&Members<'_>) -> Result<T, Refusal>,
);

impl<'a> Members<'a> {
    pub(super) fn of(given: Given<'a>, names: &'static [&'static str]) -> Result<Self, Refusal> {
        let members = Self::any(given, "an object")?;
        members.refuse_others(names, &[])?;
        Ok(members)
    }

    pub(super) fn of_options(
        given: Given<'a>,
        names: &'static [&'static str],
    ) -> Result<Self, Refusal> {
        if given.is_absent()? {
            let (given, alone) = (None, true);
            return Ok(Self { given, alone });
        }
        let mut members = Self::of(given, names)?;
        members.alone = true;
        Ok(members)
    }

    /// The members of an object, whatever they are called.
    fn any(given: Given<'a>, accepts: &str) -> Result<Self, Refusal> {
        // What is of a class has its members elsewhere, and would be taken for an empty object.
        let is_object = given.kind()? == ValueType::Object;
        if !is_object || !raw::is_plain(given.js.env(), given.value)? {
            return Err(given.wrong_type(accepts));
        }
        let (given, alone) = (Some(given), false);
        Ok(Self { given, alone })
    }

    /// Refuses names that are in neither list.
    fn refuse_others(
        &self,
        names: &'static [&'static str],
        more: &[&'static str],
    ) -> Result<(), Refusal> {
        let Some(given) = &self.given else {
            return Ok(());
        };
        let env = given.js.env();
        let own = raw::own_names(env, given.value)?;
        for place in 0..raw::as_array(own)?.unwrap_or(0) {
            let name = match raw::as_text(raw::element(env, own, place)?)? {
                Read::Text(name) => name,
                Read::Broken | Read::Other => String::from("…"),
            };
            if !names.contains(&&*name) && !more.contains(&&*name) {
                let names = [more, names].concat().join("`, `");
                return Err(Refusal::WrongType(format!(
                    "`{}` has a member {name:?}, which nothing reads; there are `{names}`",
                    given.name
                )));
            }
        }
        Ok(())
    }

    fn member(&self, name: &'static str) -> Result<Option<Given<'_>>, Refusal> {
        let Some(given) = &self.given else {
            return Ok(None);
        };
        let value = raw::member(given.js.env(), given.value, name)?;
        let name = if self.alone {
            Name::Root(name)
        } else {
            Name::Member(&given.name, name)
        };
        Ok(Some(Given::new(given.js, name, value)))
    }

    /// A member that must be there.
    pub(crate) fn required<T: FromJs>(&self, name: &'static str) -> Result<T, Refusal> {
        match self.member(name)? {
            Some(member) => T::from_js(member),
            None => Err(Refusal::WrongType(format!("`{name}` is missing"))),
        }
    }

    /// A member that may be left out, or undefined, or null.
    pub(crate) fn optional<T: FromJs + Default>(&self, name: &'static str) -> Result<T, Refusal> {
        match self.member(name)? {
            Some(member) if !member.is_absent()? => T::from_js(member),
            _ => Ok(T::default()),
        }
    }
}

impl Given<'_> {
    /// Reads an object that is one of several, as its `type` says.
    pub(crate) fn one_of<T>(&self, variants: &[Variant<T>]) -> Result<T, Refusal> {
        let members = Members::any(*self, "an object with a `type`")?;
        let r#type: String = members.required("type")?;
        let Some((_, names, read)) = variants.iter().find(|(of, ..)| *of == r#type) else {
            let types: Vec<&str> = variants.iter().map(|(of, ..)| *of).collect();
            let name = Name::Member(&self.name, "type");
            return Err(Given::new(self.js, name, self.value).not_one_of(&types));
        };
        members.refuse_others(names, &["type"])?;
        read(&members)
    }

    /// Refuses a string that a closed set does not have.
    pub(crate) fn not_one_of(&self, strings: &[&str]) -> Refusal {
        self.invalid(&format!("must be one of '{}'", strings.join("', '")))
    }
}
