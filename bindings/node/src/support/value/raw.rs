//! What napi offers only through raw calls, or only at a higher price, and what makes each sound.
//!
//! An `Unknown` is a handle of the environment that it was made in, and no value leaves the call into
//! this module that it came with; so a handle that is there is alive, and its environment is the one
//! that runs.

#![allow(
    unsafe_code,
    reason = "the only place where values are read and made by raw calls, so that the rest needs none"
)]

use std::ffi::{CString, c_char};
use std::ptr;

use napi::bindgen_prelude::Unknown;
use napi::{Env, Error, JsValue, Result, Status, ValueType, sys};

/// A function or object that is kept from one call to the next. The environment frees it at its end;
/// it is made once for each, so nothing frees it earlier.
pub(super) struct Kept(sys::napi_ref);

impl Kept {
    /// Keeps a value.
    pub(super) fn new(value: Unknown<'_>) -> Result<Self> {
        let mut kept = ptr::null_mut();
        // Sound: the place for the result is ours.
        check(unsafe {
            sys::napi_create_reference(value.value().env, value.raw(), 1, &raw mut kept)
        })?;
        Ok(Self(kept))
    }

    /// The value again.
    pub(super) fn get(&self, env: &Env) -> Result<Unknown<'static>> {
        // Sound: the reference is never deleted, and `Js`, which is the only user, narrows the
        // lifetime of what it is called with.
        make(env, |place| unsafe {
            sys::napi_get_reference_value(env.raw(), self.0, place)
        })
    }
}

fn check(status: sys::napi_status) -> Result<()> {
    if status == sys::Status::napi_ok {
        Ok(())
    } else {
        Err(Error::from_status(Status::from(status)))
    }
}

/// The value that a raw call makes.
fn make<'a>(
    env: &Env,
    call: impl FnOnce(*mut sys::napi_value) -> sys::napi_status,
) -> Result<Unknown<'a>> {
    let mut made = ptr::null_mut();
    check(call(&raw mut made))?;
    // Sound: the call succeeded, so there is a value.
    Ok(unsafe { Unknown::from_raw_unchecked(env.raw(), made) })
}

/// Whether a raw call went through; `None` where the value is of another type than it reads.
fn read(status: sys::napi_status, otherwise: sys::napi_status) -> Result<Option<()>> {
    if status == otherwise {
        return Ok(None);
    }
    check(status).map(Some)
}

pub(super) fn undefined<'a>(env: &Env) -> Result<Unknown<'a>> {
    // Sound: the place for the result is ours; so in all that follow.
    make(env, |place| unsafe {
        sys::napi_get_undefined(env.raw(), place)
    })
}

pub(super) fn null<'a>(env: &Env) -> Result<Unknown<'a>> {
    make(env, |place| unsafe { sys::napi_get_null(env.raw(), place) })
}

pub(super) fn boolean<'a>(env: &Env, flag: bool) -> Result<Unknown<'a>> {
    make(env, |place| unsafe {
        sys::napi_get_boolean(env.raw(), flag, place)
    })
}

pub(super) fn number<'a>(env: &Env, number: f64) -> Result<Unknown<'a>> {
    make(env, |place| unsafe {
        sys::napi_create_double(env.raw(), number, place)
    })
}

pub(super) fn integer<'a>(env: &Env, integer: i32) -> Result<Unknown<'a>> {
    make(env, |place| unsafe {
        sys::napi_create_int32(env.raw(), integer, place)
    })
}

pub(super) fn date<'a>(env: &Env, milliseconds: f64) -> Result<Unknown<'a>> {
    make(env, |place| unsafe {
        sys::napi_create_date(env.raw(), milliseconds, place)
    })
}

pub(super) fn text<'a>(env: &Env, text: &str) -> Result<Unknown<'a>> {
    let length = text.len().cast_signed();
    // Sound: the text is as long as we say.
    make(env, |place| unsafe {
        sys::napi_create_string_utf8(env.raw(), text.as_ptr().cast(), length, place)
    })
}

pub(super) fn list<'a>(env: &Env, items: &[Unknown<'_>]) -> Result<Unknown<'a>> {
    let list: Unknown<'a> = make(env, |place| unsafe {
        sys::napi_create_array_with_length(env.raw(), items.len(), place)
    })?;
    for (place, item) in (0..).zip(items) {
        check(unsafe { sys::napi_set_element(env.raw(), list.raw(), place, item.raw()) })?;
    }
    Ok(list)
}

/// How many arguments are handed over without asking for memory.
const FEW: usize = 16;

/// Calls a function.
pub(super) fn call<'a>(
    env: &Env,
    function: Unknown<'_>,
    arguments: &[Unknown<'_>],
) -> Result<Unknown<'a>> {
    let mut few = [ptr::null_mut(); FEW];
    let many: Vec<sys::napi_value>;
    let all = if let Some(place) = few.get_mut(..arguments.len()) {
        for (place, argument) in place.iter_mut().zip(arguments) {
            *place = argument.raw();
        }
        &*place
    } else {
        many = arguments.iter().map(JsValue::raw).collect();
        &many
    };
    let this = undefined(env)?;
    // Sound: there are as many arguments as we say.
    make(env, |place| unsafe {
        sys::napi_call_function(
            env.raw(),
            this.raw(),
            function.raw(),
            all.len(),
            all.as_ptr(),
            place,
        )
    })
}

pub(super) fn as_boolean(value: Unknown<'_>) -> Result<Option<bool>> {
    let mut flag = false;
    let status = unsafe { sys::napi_get_value_bool(value.value().env, value.raw(), &raw mut flag) };
    Ok(read(status, sys::Status::napi_boolean_expected)?.map(|()| flag))
}

pub(super) fn as_number(value: Unknown<'_>) -> Result<Option<f64>> {
    let mut number = 0.0;
    let status =
        unsafe { sys::napi_get_value_double(value.value().env, value.raw(), &raw mut number) };
    Ok(read(status, sys::Status::napi_number_expected)?.map(|()| number))
}

/// The milliseconds since 1970 of a `Date`; NaN for one that is none.
pub(super) fn as_date(value: Unknown<'_>) -> Result<Option<f64>> {
    let mut is_date = false;
    check(unsafe { sys::napi_is_date(value.value().env, value.raw(), &raw mut is_date) })?;
    if !is_date {
        return Ok(None);
    }
    let mut milliseconds = 0.0;
    check(unsafe {
        sys::napi_get_date_value(value.value().env, value.raw(), &raw mut milliseconds)
    })?;
    Ok(Some(milliseconds))
}

/// The length of an array.
pub(super) fn as_array(value: Unknown<'_>) -> Result<Option<u32>> {
    let mut is_array = false;
    let env = value.value().env;
    check(unsafe { sys::napi_is_array(env, value.raw(), &raw mut is_array) })?;
    if !is_array {
        return Ok(None);
    }
    let mut length = 0;
    check(unsafe { sys::napi_get_array_length(env, value.raw(), &raw mut length) })?;
    Ok(Some(length))
}

/// Whether an object is what a literal makes, also in another realm.
pub(super) fn is_plain(env: &Env, object: Unknown<'_>) -> Result<bool> {
    let prototype = |of: Unknown<'_>| {
        make(env, |place| unsafe {
            sys::napi_get_prototype(env.raw(), of.raw(), place)
        })
    };
    let parent = prototype(object)?;
    if parent.get_type()? == ValueType::Null {
        return Ok(true);
    }
    Ok(prototype(parent)?.get_type()? == ValueType::Null)
}

pub(super) fn element<'a>(env: &Env, array: Unknown<'_>, place: u32) -> Result<Unknown<'a>> {
    make(env, |made| unsafe {
        sys::napi_get_element(env.raw(), array.raw(), place, made)
    })
}

/// A member of an object, its own or not.
pub(super) fn member<'a>(env: &Env, object: Unknown<'_>, name: &str) -> Result<Unknown<'a>> {
    let mut short = [0_u8; 64];
    let long: CString;
    let name: *const c_char = if name.len() < short.len() {
        short[..name.len()].copy_from_slice(name.as_bytes());
        short.as_ptr().cast()
    } else {
        long = CString::new(name).map_err(|_| Error::from_status(Status::InvalidArg))?;
        long.as_ptr()
    };
    // Sound: the name ends with a zero.
    make(env, |place| unsafe {
        sys::napi_get_named_property(env.raw(), object.raw(), name, place)
    })
}

/// The names of an object's own members, in an array.
pub(super) fn own_names<'a>(env: &Env, object: Unknown<'_>) -> Result<Unknown<'a>> {
    make(env, |place| unsafe {
        sys::napi_get_all_property_names(
            env.raw(),
            object.raw(),
            sys::KeyCollectionMode::own_only,
            sys::KeyFilter::enumerable | sys::KeyFilter::skip_symbols,
            sys::KeyConversion::numbers_to_strings,
            place,
        )
    })
}

/// What a value is as a string.
pub(super) enum Read {
    /// It is none.
    Other,
    /// It holds half of a character, which no text on the wire can.
    Broken,
    Text(String),
}

pub(super) fn as_text(value: Unknown<'_>) -> Result<Read> {
    let env = value.value().env;
    let mut short = [0_u8; 256];
    let mut length = 0;
    let into = |place: &mut [u8], length: &mut usize| {
        // Sound: the place is as large as we say.
        unsafe {
            sys::napi_get_value_string_utf8(
                env,
                value.raw(),
                place.as_mut_ptr().cast(),
                place.len(),
                length,
            )
        }
    };
    let status = into(&mut short, &mut length);
    if read(status, sys::Status::napi_string_expected)?.is_none() {
        return Ok(Read::Other);
    }
    // A zero follows, and what is cut off ends before a character of four bytes.
    let text = if length < short.len() - 4 {
        short[..length].to_vec()
    } else {
        check(unsafe {
            sys::napi_get_value_string_utf8(env, value.raw(), ptr::null_mut(), 0, &raw mut length)
        })?;
        let mut long = vec![0; length + 1];
        check(into(&mut long, &mut length))?;
        long.truncate(length);
        long
    };
    let text = String::from_utf8(text).map_err(|_| Error::from_status(Status::GenericFailure))?;
    if text.contains('\u{FFFD}') && is_broken(value)? {
        return Ok(Read::Broken);
    }
    Ok(Read::Text(text))
}

/// Whether a string that was read with a replacement character holds half of a character instead.
fn is_broken(value: Unknown<'_>) -> Result<bool> {
    let env = value.value().env;
    let mut length = 0;
    check(unsafe {
        sys::napi_get_value_string_utf16(env, value.raw(), ptr::null_mut(), 0, &raw mut length)
    })?;
    let mut units = vec![0_u16; length + 1];
    // Sound: the place is as large as we say.
    check(unsafe {
        sys::napi_get_value_string_utf16(
            env,
            value.raw(),
            units.as_mut_ptr(),
            units.len(),
            &raw mut length,
        )
    })?;
    Ok(char::decode_utf16(units.into_iter().take(length)).any(|unit| unit.is_err()))
}
