//! OpenID Connect against a directory that lies in every way we could think of. The honest, certified one is in the
//! stories of `crates/wellkept`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod honest;
mod hostile_documents;
mod hostile_tokens;
mod stub;
