//! Keeps: "The expected wait is honest". From how long visits took lately, with the service's own length where there are few;
//! said as a range, rounded, and not at all where nobody can know. Most waits end within their range (tested on made-up days).

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use kernel::language::Speech;
use trust::clinics::{PractitionerId, ServiceId};

use super::{see_queue::InQueue, ticket::TicketId, ticket::TicketState};

/// As many visits as the service's length on the list counts for.
const PRIOR: i64 = 4;
/// From so many minutes on, hours are said.
const LONG: i64 = 120;

/// How long a kind of visit takes, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Usually.
    pub mean: i64,
    /// The square of how far visits are from that.
    pub variance: i64,
}

impl Pace {
    /// From the length on the list and how long the last visits took, in seconds.
    #[must_use]
    pub fn of(minutes: i32, took: &[i64]) -> Self {
        let length = i64::from(minutes) * 60;
        let n = PRIOR + i64::try_from(took.len()).unwrap_or(0);
        let mean = (PRIOR * length + took.iter().sum::<i64>()) / n;
        let usual = length * 2 / 5;
        let variance = (PRIOR * usual * usual + took.iter().map(|one| (one - mean) * (one - mean)).sum::<i64>()) / n;
        Self { mean, variance }
    }
}

/// How long somebody will wait, in the words we would stand by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// Any moment now.
    Soon,
    /// Between so many minutes.
    About {
        /// At least, roughly.
        low: i64,
        /// At most, roughly.
        high: i64,
    },
    /// So long that hours are said: more than so many.
    Hours(i64),
    /// Whoever calls is away, nobody knows for how long.
    Unknown,
}

impl Wait {
    /// In words.
    #[must_use]
    pub fn words(self, v: &Speech) -> String {
        match self {
            Self::Soon => v.t("wait-soon"),
            Self::About { low: 0, high } => v.t1("wait-up-to", "high", high),
            Self::About { low, high } => v.t2("wait-about", "low", low, "high", high),
            Self::Hours(hours) => v.tn("wait-hours", hours),
            Self::Unknown => v.t("wait-unknown"),
        }
    }
}

/// What stands before somebody in one line.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// Visits that come first, and among how many practitioners each is shared.
    pub visits: Vec<(Pace, i64)>,
    /// The visit that goes on, and for how many seconds already.
    pub now: Option<(Pace, i64)>,
    /// Booked patients who are not here and would go first if they came.
    pub may_come: Vec<Pace>,
    /// Seconds until the practitioner is back.
    pub away: i64,
}

/// The range: from the mean less one deviation, to the mean and a little more than one, for visits run over more than they
/// fall short, and everybody who may still come.
#[must_use]
pub fn expected(before: &Before) -> Wait {
    let (mut mean, mut variance) = (before.away, 0);
    for (pace, shared) in &before.visits {
        mean += pace.mean / shared;
        variance += pace.variance / (shared * shared);
    }
    if let Some((pace, since)) = before.now {
        // A visit that runs over goes on for a while yet.
        mean += (pace.mean - since).max(pace.mean / 4);
        variance += pace.variance;
    }
    let deviation = variance.max(0).isqrt();
    let low = (mean - deviation).max(before.away).max(0) / 60 / 5 * 5;
    let may_come: i64 = before.may_come.iter().map(|pace| pace.mean).sum();
    let high = (mean + deviation * 13 / 10 + may_come + 299) / 60 / 5 * 5;
    // No range is narrower than what is rounded away.
    let high = if low > 0 { high.max(low + 5) } else { high };
    match (low, high) {
        (_, ..=5) => Wait::Soon,
        (LONG.., _) => Wait::Hours(low / 60),
        _ => Wait::About { low, high },
    }
}

/// What is known of a day's practitioners.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Now.
    pub now: Timestamp,
    /// How long which visits take whom.
    pub paces: HashMap<(PractitionerId, ServiceId), Vec<i64>>,
    /// Who works today.
    pub at_work: Vec<PractitionerId>,
    /// Who is away, and until when, if that is known.
    pub away: HashMap<PractitionerId, Option<Timestamp>>,
    /// Booked and not here: with whom, for what, how long on the list, and when.
    pub to_come: Vec<(PractitionerId, ServiceId, i32, Timestamp)>,
}

impl Known {
    fn pace(&self, practitioner: PractitionerId, service: ServiceId, minutes: i32) -> Pace {
        Pace::of(minutes, self.paces.get(&(practitioner, service)).map_or(&[], Vec::as_slice))
    }

    /// Among how many who work today somebody who waits for anyone is shared.
    fn shared(&self, one: &InQueue) -> i64 {
        if !one.anyone {
            return 1;
        }
        let able = self.at_work.iter().filter(|practitioner| one.waits_for(**practitioner)).count();
        i64::try_from(able).unwrap_or(1).max(1)
    }

    fn in_line(&self, queue: &[InQueue], mine: &InQueue, practitioner: PractitionerId) -> Wait {
        let since = |at: Timestamp| self.now.duration_since(at).as_secs().max(0);
        let away = match self.away.get(&practitioner) {
            None => 0,
            Some(None) => return Wait::Unknown,
            Some(Some(until)) => until.duration_since(self.now).as_secs().max(0),
        };
        let mut before = Before { away, ..Before::default() };
        for one in queue.iter().filter(|one| one.state == TicketState::Waiting).take_while(|one| one.ticket != mine.ticket) {
            if one.waits_for(practitioner) {
                before.visits.push((self.pace(practitioner, one.service, one.minutes), self.shared(one)));
            }
        }
        let called = queue.iter().filter(|one| one.state == TicketState::Called && one.practitioner == practitioner);
        if let Some(one) = called.max_by_key(|one| one.called_at) {
            before.now = Some((self.pace(practitioner, one.service, one.minutes), since(one.called_at.unwrap_or(self.now))));
        }
        let first = |at: Timestamp| at < mine.turn_at;
        let to_come = self.to_come.iter().filter(|(with, _, _, at)| *with == practitioner && first(*at));
        before.may_come = to_come.map(|(with, service, minutes, _)| self.pace(*with, *service, *minutes)).collect();
        expected(&before)
    }

    /// How long somebody who waits will wait; who waits for anyone, in the shortest of their lines.
    #[must_use]
    pub fn wait(&self, queue: &[InQueue], mine: &InQueue) -> Wait {
        let lines: Vec<PractitionerId> = match mine.anyone {
            false => vec![mine.practitioner],
            true => self.at_work.iter().copied().filter(|one| mine.waits_for(*one)).collect(),
        };
        lines.into_iter().map(|practitioner| self.in_line(queue, mine, practitioner)).min().unwrap_or(Wait::Unknown)
    }

    /// All of them.
    #[must_use]
    pub fn waits(&self, queue: &[InQueue]) -> HashMap<TicketId, Wait> {
        queue.iter().filter(|one| one.state == TicketState::Waiting).map(|one| (one.ticket, self.wait(queue, one))).collect()
    }
}

/// How long after their time booked patients keep their place, where the clinic has said nothing.
pub(super) const LATE: SignedDuration = SignedDuration::from_mins(15);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(visits: usize, pace: Pace) -> Before {
        Before { visits: vec![(pace, 1); visits], ..Before::default() }
    }

    #[test]
    fn nobody_is_promised_what_nobody_knows() {
        let twenty = Pace::of(20, &[]);
        assert_eq!(twenty.mean, 20 * 60);
        assert_eq!(expected(&Before::default()), Wait::Soon);
        assert_eq!(expected(&line(1, twenty)), Wait::About { low: 10, high: 35 });
        assert_eq!(expected(&line(8, twenty)), Wait::Hours(2));
        assert_eq!(expected(&Before { away: 30 * 60, ..Before::default() }), Wait::About { low: 30, high: 35 });
        let over = Before { now: Some((twenty, 3600)), ..Before::default() };
        assert!(
            matches!(expected(&over), Wait::About { low: 0, high: 15.. }),
            "a visit that runs over is not about to end: {:?}",
            expected(&over)
        );
        let may = Before { may_come: vec![twenty], ..Before::default() };
        assert_eq!(expected(&may), Wait::About { low: 0, high: 20 }, "who may come only makes it longer");
        let shared = Before { visits: vec![(twenty, 2); 2], ..Before::default() };
        assert!(expected(&shared) < expected(&line(2, twenty)), "two who call halve what waits for anyone");
    }

    #[test]
    fn what_visits_took_outweighs_the_list_after_a_while() {
        assert_eq!(Pace::of(10, &[1800; 36]).mean, (4 * 600 + 36 * 1800) / 40);
        assert_eq!(Pace::of(10, &[1800]).mean, (4 * 600 + 1800) / 5);
    }

    /// A visit of a made-up day: twenty minutes on the list, in truth skewed around what this practitioner needs.
    fn took(usual: i64, chance: u32) -> i64 {
        let part = i64::from(chance % 1000);
        // Half of them between 60 % and 100 % of the usual, half up to twice as long.
        if part < 500 { usual * (600 + part * 4 / 5) / 1000 } else { usual * (1000 + (part - 500) * 6 / 5) / 1000 }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        /// 200 made-up waits each: at least two in three end within their range.
        #[test]
        fn most_waits_end_within_their_range(usual in 5_i64..45, chances in prop::collection::vec(any::<u32>(), 60..61), seed in any::<u32>()) {
            let history: Vec<i64> = chances.iter().map(|chance| took(usual * 60, *chance)).collect();
            let pace = Pace::of(20, &history[20..]);
            let (mut within, mut state) = (0, u64::from(seed) + 1);
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                u32::try_from(state >> 33).unwrap_or_default()
            };
            for turn in 0..200_usize {
                let people = turn % 5 + 1;
                let wait: i64 = (0..people).map(|_| took(usual * 60, next())).sum::<i64>() / 60;
                within += i32::from(match expected(&line(people, pace)) {
                    Wait::Soon => wait <= 6,
                    Wait::About { low, high } => (low..=high).contains(&wait),
                    Wait::Hours(hours) => wait >= hours * 60,
                    Wait::Unknown => false,
                });
            }
            prop_assert!(within >= 133, "{within} of 200 for visits of about {usual} minutes");
        }
    }
}
