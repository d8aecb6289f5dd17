//! What a client is built from.

use std::sync::Arc;

use authloom::{ClientCertificate, Hook, Proxy, Secret};
use authloom_bindings_runtime::{Recorder, proxy};
use napi::bindgen_prelude::{JsObjectValue, Object, Unknown};
use napi::{JsValue, ValueType};

use super::value::{FromJs, Given, Js, Refusal};

/// The settings of a client, taken one by one from an object.
pub(crate) struct Settings<'a> {
    js: &'a Js<'a>,
    given: Option<Object<'a>>,
    /// Whether somebody observes the client's calls.
    observed: bool,
    /// Those that were asked for, and what the facade takes for itself.
    names: Vec<&'static str>,
}

/// What takes its settings from an object.
pub(crate) trait Configure {
    /// Takes those that are given.
    fn configure(&mut self, given: &mut Settings<'_>) -> Result<(), Refusal>;
}

impl<'a> Settings<'a> {
    pub(super) fn new(js: &'a Js<'a>, given: Unknown<'a>, observed: bool) -> Result<Self, Refusal> {
        let given = match given.get_type()? {
            ValueType::Undefined | ValueType::Null => None,
            _ => Some(given.coerce_to_object()?),
        };
        Ok(Self {
            js,
            given,
            observed,
            names: vec!["hooks", "logger"],
        })
    }

    fn get(&mut self, name: &'static str) -> Result<Option<Unknown<'a>>, Refusal> {
        self.names.push(name);
        let Some(given) = &self.given else {
            return Ok(None);
        };
        let value: Unknown<'a> = given.get_named_property_unchecked(name)?;
        Ok(match value.get_type()? {
            ValueType::Undefined | ValueType::Null => None,
            _ => Some(value),
        })
    }

    /// Sets what is given; what is not, or is null, stays as it is.
    pub(crate) fn set<T: FromJs>(
        &mut self,
        name: &'static str,
        place: &mut T,
    ) -> Result<(), Refusal> {
        if let Some(value) = self.get(name)? {
            *place = self.js.argument(name, value)?;
        }
        Ok(())
    }

    /// Has events recorded where somebody observes them. The facade keeps the functions.
    pub(crate) fn hooks(&mut self, place: &mut Vec<Arc<dyn Hook>>) {
        if self.observed {
            place.push(Arc::new(Recorder));
        }
    }

    /// Refuses a name that is no setting, once every setting is taken.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        let Some(given) = &self.given else {
            return Ok(());
        };
        for name in Object::keys(given)? {
            if !self.names.contains(&&*name) {
                return Err(Refusal::WrongType(format!(
                    "there is no setting `{name}`; there are {}",
                    self.names.join(", ")
                )));
            }
        }
        Ok(())
    }
}

impl FromJs for Proxy {
    const ACCEPTS: &'static str = "'environment', 'direct', or a URL as a Secret or string";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        let string = Secret::from_js(given).map_err(|refusal| match refusal {
            Refusal::WrongType(_) => given.wrong_type(Self::ACCEPTS),
            other => other,
        })?;
        proxy::named(string).ok_or_else(|| given.invalid(proxy::NO_PROXY))
    }
}

impl FromJs for ClientCertificate {
    const ACCEPTS: &'static str = "an object with `chain` and `key`";

    fn from_js(given: Given<'_>) -> Result<Self, Refusal> {
        let members = given.members(&["chain", "key"])?;
        Ok(Self {
            chain: members.required("chain")?,
            key: members.required("key")?,
        })
    }
}
