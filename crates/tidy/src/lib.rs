//! Tests about the code: what a reviewer would otherwise have to say again and again. `cargo test -p tidy`.
//!
//! Each test prints what to do about each thing it finds. Lists of exceptions stand at the top of the files, each with
//! its reason; an exception that nothing needs any more fails too, so the lists only shrink.

#[cfg(test)]
mod asvs;
#[cfg(test)]
mod counted;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod names;
#[cfg(test)]
mod order;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod rust;
#[cfg(test)]
mod security;
#[cfg(test)]
mod sql;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod words;
