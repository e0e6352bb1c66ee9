//! What the program does when told to on the command line, one file each.

pub mod demo;
pub mod demo_people;
pub mod doctor;
pub mod import;
pub mod installation;
pub mod letters;
pub mod migrate;
pub mod operator;
pub mod serve;
pub mod verify;
pub mod work;

/// Says a line to whoever runs the command.
#[expect(clippy::print_stdout, reason = "the one place where a command speaks to the person who ran it")]
pub fn say(line: &str) {
    println!("{line}");
}
