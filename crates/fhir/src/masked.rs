//! Debug output that cannot leak a patient: the source id and nothing else.

macro_rules! masked_debug {
    ($($kind:ty),+ $(,)?) => {$(
        impl std::fmt::Debug for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($kind))
                    .field("source", &self.source.as_str())
                    .finish_non_exhaustive()
            }
        }
    )+};
}
pub(crate) use masked_debug;
