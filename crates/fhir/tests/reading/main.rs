//! Bundles as they come from outside: sound, unsound, mutated, packed, and a whole practice of them.

#[cfg(test)]
mod bundles;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod references;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod synthea;
#[cfg(test)]
mod unsound;
