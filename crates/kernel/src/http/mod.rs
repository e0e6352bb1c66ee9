//! How a request comes in and a page goes out: sessions, forms, brakes, problems, headers.

mod brake;
mod caller;
mod console;
mod desk;
mod details;
mod dress;
mod filled;
mod form;
mod house;
mod mark;
mod posted;
mod routes;
mod settled;
pub mod unsent;
mod view;

pub use brake::Brake;
pub use caller::{Caller, KEY_PREFIX, ME, TlsPeer, gate};
pub use console::{Console, OPERATOR_NAME};
pub use desk::{Bearer, Desk, Front, MEMBER_NAME, Passer, session_cookie, session_over_cookie};
pub use details::{Details, Refused, Wrong};
pub use dress::{ALLOWED_COOKIES, FramedBy, Kept, dress};
pub use filled::{Filled, fields_of};
pub use form::{Errors, NotALine, Reading, Typed, line_of};
pub use house::{House, HouseParts, NavItem, Place};
pub use mark::{mark, marked, unmark};
pub use posted::{IDEMPOTENCY_KEY, MOST_BYTES as MOST_POSTED, Posted, key_of, read as read_json};
pub use routes::{Access, Listed, Routes};
pub use settled::{Elevated, Unsettled};
pub use view::{Bar, View, language_cookie, own_path, see_other};
