//! refuses: E0423
//! because: what is kept of a password is a hash this program made

use trust::identity::password::HashedPassword;

pub fn forge() -> HashedPassword {
    HashedPassword("hunter2".to_owned())
}
