//! refuses: E0423
//! because: a number is one that was read and found to be one

use kernel::{Private, phone::PhoneNumber};

pub fn forge() -> PhoneNumber {
    PhoneNumber(Private::new("not a number".to_owned()))
}
