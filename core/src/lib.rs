//! Authloom.
