//! The question for free times: it is refused, or its days are a month at most and in order.

use front_desk::api::search_slots::read;

use crate::Target;

pub(crate) const TARGET: Target = Target {
    name: "slots",
    try_it,
    seeds: &[
        "service=svc_0192a7c0000070008000000000000001&from=2026-03-02&to=2026-03-31",
        "service=svc_0192a7c0000070008000000000000001&practitioner=any&location=loc_1&from=2026-03-02&to=2026-03-02",
        "from=2026%2D03-02&to=2026-03-02&service=a+b",
    ],
};

fn try_it(bytes: &[u8]) {
    let Ok((_, days)) = read(&String::from_utf8_lossy(bytes)) else { return };
    let (from, to) = (*days.start(), *days.end());
    assert!(from <= to, "the last day is not before the first");
    let length = to.since(from).map_or(i32::MAX, |span| span.get_days());
    assert!(length <= 30, "{length} days");
    assert!((0..=9999).contains(&from.year()), "a year of four digits");
}
