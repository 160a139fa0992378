//! Helpers on `&str` that several stages share.
