//! What all attempts of a call have in common, checked before anything is sent.

use std::time::Instant;

use ::http::{HeaderMap, HeaderValue, Request, header};
use bytes::Bytes;

use super::call::{Body, Call, Invalid};
use super::operation::Scheme;
use super::options::CallOptions;
use super::pipeline::Shared;
use super::timeout::Limits;
use crate::config::base_url::BaseUrl;
use crate::config::check_deadline;
use crate::error::Error;

/// What all attempts of a call have in common.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The caller's base URL in place of the client's.
    base: Option<Box<BaseUrl>>,
    pub(crate) began: Instant,
    pub(crate) limits: Limits,
    pub(crate) max_attempts: i32,
    pub(crate) cap: usize,
}

impl Shared {
    /// Checks a call and what the caller changes for it.
    pub(crate) fn prepare(&self, call: &Call, options: &CallOptions) -> Result<Prepared, Error> {
        if let (Some(_), Some(field)) = (&options.base_url, call.own_server_only) {
            return Err(Error::validation(
                field,
                "must be given with a `base_url` of the call's own: the configured one is sent to \
                 the client's server alone",
            ));
        }
        let base = match &options.base_url {
            None => None,
            Some(url) => Some(Box::new(self.other_base(url, options)?)),
        };
        let total = match options.timeout {
            None => self.config.total_timeout,
            Some(timeout) => {
                check_deadline("timeout", timeout)
                    .map_err(|_| Error::validation("timeout", "must lie between 1 ms and 24 h"))?;
                timeout
            }
        };
        let max_attempts = options.max_attempts.unwrap_or(self.config.max_attempts);
        if max_attempts < 1 {
            return Err(Error::validation("max_attempts", "must be at least 1"));
        }
        let cap = if call.operation.answers_token {
            self.config.max_token_body
        } else {
            self.config.max_body
        };
        let began = self.runtime.now();
        Ok(Prepared {
            base,
            began,
            limits: Limits {
                connect: self.config.connect_timeout,
                read: self.config.read_timeout,
                attempt: self.config.attempt_timeout,
                total,
                end: began + total,
            },
            max_attempts,
            cap: usize::try_from(cap).unwrap_or(usize::MAX),
        })
    }

    /// The base URL of one call, which must not draw the client's credential to another server.
    fn other_base(&self, url: &str, options: &CallOptions) -> Result<BaseUrl, Error> {
        let other = BaseUrl::parse(url, self.config.allow_http)
            .map_err(|error| Error::validation("base_url", error.message.clone()))?;
        if options.token.is_none() && !other.same_origin(&self.base) {
            return Err(Error::validation(
                "base_url",
                "is another server's, which must not see the client's credential: give `token` too",
            ));
        }
        Ok(other)
    }

    /// The request of one attempt, without a credential. It is made anew for each: most calls make
    /// one, and need no copy. Boxed, as a call is.
    pub(crate) fn draft(
        &self,
        prepared: &Prepared,
        call: &Call,
        options: &CallOptions,
    ) -> Result<Box<Request<Bytes>>, Error> {
        let target = call.target().map_err(Invalid::into_error)?;
        let base = prepared.base.as_deref().unwrap_or(&self.base);
        let uri = base.join(target).map_err(|_| {
            let (field, _) = call.longest;
            Error::validation(
                field,
                "makes the URI longer than 65,534 bytes, or none at all",
            )
        })?;
        let (headers, body) = self.message(call, options)?;
        let mut request = Box::new(Request::new(body));
        *request.method_mut() = call.operation.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    fn message(&self, call: &Call, options: &CallOptions) -> Result<(HeaderMap, Bytes), Error> {
        let credential_header = match self.api.scheme {
            Scheme::Bearer => header::AUTHORIZATION.as_str(),
            Scheme::Header(name) => name,
        };
        let mut headers = HeaderMap::with_capacity(6);
        let accept = (self.api.accept)(&call.operation.method);
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        headers.insert(header::USER_AGENT, self.user_agent.clone());
        let body = match &call.body {
            Body::None => Bytes::new(),
            Body::Some(media_type, bytes) => {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
                bytes.clone()
            }
        };
        for (name, value) in &call.headers {
            headers.insert(name, value.clone());
        }
        for (name, value) in options
            .parsed_headers(credential_header)
            .map_err(Invalid::into_error)?
        {
            headers.insert(name, value);
        }
        Ok((headers, body))
    }
}
