//! Keeps: "Names, phones and notes do not reach a log". A private value has no `Display` and masks its `Debug`.

/// A value about a person. Reading it is the named act [`Private::reveal`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps what was read from a form, a file or the vault.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself: for a page, a paper, a carrier or the vault; never for a log.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// Unwraps.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_value_prints_as_dots() {
        assert_eq!(format!("{:?}", Private::new("Ayesha Khan")), "•••");
        assert_eq!(format!("{:?}", Some(Private::new(42))), "Some(•••)");
    }
}
