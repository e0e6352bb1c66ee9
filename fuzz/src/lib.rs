//! What reads or writes strangers' text: each target takes bytes, does with them what the program does, and looks whether what
//! came of it holds. `cargo run --release -p fuzz -- all --tries 1000000` changes its seeds without looking at the code; `README.md`
//! says how libFuzzer drives the same targets and looks.

mod bodies;
mod calendar;
mod forms;
mod phones;
mod questions;
pub mod vary;

/// Something that is tried.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// Ends the program where something does not hold.
    pub try_it: fn(&[u8]),
    /// What a friend would send.
    pub seeds: &'static [&'static str],
}

/// Every target.
pub const ALL: [Target; 6] = [calendar::TARGET, questions::TARGET, forms::TARGET, phones::TARGET, bodies::TARGET, bodies::KEYS];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_strangers_send_breaks_what_reads_it() {
        for target in ALL {
            vary::try_many(&target, 7, 1_500);
        }
    }

    #[test]
    fn every_target_takes_its_seeds_and_the_worst_letters() {
        for target in ALL {
            for seed in target.seeds {
                (target.try_it)(seed.as_bytes());
            }
            for word in vary::WORDS {
                (target.try_it)(word.as_bytes());
            }
        }
    }
}
