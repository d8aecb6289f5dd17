//! The Tyk Gateway: control API, per-API OAuth routes and a proxied API.
