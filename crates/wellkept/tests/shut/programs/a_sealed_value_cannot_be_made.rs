//! refuses: E0451
//! because: what stands in a sealed column was sealed for that very place

use kernel::keys::Sealed;

pub fn forge() -> Sealed<String> {
    Sealed { bytes: b"Ayesha Khan".to_vec(), holds: std::marker::PhantomData }
}
