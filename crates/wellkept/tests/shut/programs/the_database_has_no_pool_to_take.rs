//! refuses: E0616
//! because: connections are lent by Db::enter only

use kernel::Db;

pub fn reach_in(db: &Db) {
    let _inside = &db.0;
}
