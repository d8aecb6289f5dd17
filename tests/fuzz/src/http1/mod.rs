//! HTTP/1.1 as the core reads and writes it, beside others who do.

mod by_hyper;
pub(crate) mod request;
pub(crate) mod response;
mod responses;
pub(crate) mod seeds;
