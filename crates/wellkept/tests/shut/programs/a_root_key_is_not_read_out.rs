//! refuses: E0616
//! because: the key everything hangs on leaves its type by derivation only

use kernel::keys::RootKey;

pub fn steal(key: &RootKey) -> [u8; 32] {
    *key.0
}
