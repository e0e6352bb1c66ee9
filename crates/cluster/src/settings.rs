//! The settings and access rules of the private cluster, written afresh at each start.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::SUPERUSER;
use crate::account::Account;
use crate::error::ClusterError;
use crate::folder;

/// The settings file of ours; that it is there shows that we made the cluster.
pub(crate) const OUR_SETTINGS: &str = "wellkept.conf";
/// Marks a cluster that was made without waiting for the disk.
pub(crate) const THROWAWAY_MARK: &str = "wellkept.throwaway";

const MIB: u64 = 1024 * 1024;
const INCLUDE: &str = "include_if_exists 'wellkept.conf'";

/// Refuses role names that would need quoting somewhere.
pub(crate) fn check_roles(roles: &[String]) -> Result<(), ClusterError> {
    let fits = |role: &str| {
        role.len() <= 63
            && role.starts_with(|c: char| c.is_ascii_lowercase())
            && role.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    match roles.iter().find(|role| !fits(role)) {
        Some(role) => Err(ClusterError::BadRole { role: role.clone() }),
        None => Ok(()),
    }
}

/// Writes settings and access rules into a data directory.
pub(crate) fn write(data_dir: &Path, roles: &[String], small: bool, account: &Account) -> Result<(), ClusterError> {
    folder::write(&data_dir.join(OUR_SETTINGS), &tuning(memory(), small), account)?;
    folder::write(&data_dir.join("pg_hba.conf"), HBA, account)?;
    folder::write(&data_dir.join("pg_ident.conf"), &ident(roles, account), account)?;
    let main = data_dir.join("postgresql.conf");
    let text = folder::read(&main, account)?;
    if !text.lines().any(|line| line.trim() == INCLUDE) {
        folder::write(&main, &format!("{text}\n{INCLUDE}\n"), account)?;
    }
    Ok(())
}

/// Adds what is missing from the access map of a running cluster; true when the server must read it again.
///
/// A newer program may attach with roles the running one did not know.
pub(crate) fn add_access(data_dir: &Path, roles: &[String], account: &Account) -> Result<bool, ClusterError> {
    let path = data_dir.join("pg_ident.conf");
    let mut text = folder::read(&path, account)?;
    let wanted = ident(roles, account);
    let missing: Vec<&str> = wanted.lines().filter(|line| !text.lines().any(|there| there == *line)).collect();
    if missing.is_empty() {
        return Ok(false);
    }
    for line in missing {
        text.push_str(line);
        text.push('\n');
    }
    folder::write(&path, &text, account)?;
    Ok(true)
}

const HBA: &str = "\
# Written by Wellkept at each start. There are no host lines: nothing comes in over a network.
local all         all peer map=wellkept
local replication all peer map=wellkept
";

fn ident(roles: &[String], account: &Account) -> String {
    let mut text = String::from("# Written by Wellkept at each start: map, OS user, database role.\n");
    let mut users = vec![account.name.as_str()];
    if account.me != account.name {
        users.push(&account.me);
    }
    let mut all = vec![SUPERUSER];
    all.extend(roles.iter().map(String::as_str));
    for user in users {
        for role in &all {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "wellkept \"{user}\" \"{role}\"");
        }
    }
    text
}

fn tuning(memory: u64, small: bool) -> String {
    let shared = if small { 64 } else { (memory / 4 / MIB).clamp(128, 4096) };
    let cache = if small { 256 } else { (memory / 2 / MIB).max(256) };
    let maintenance = if small { 32 } else { (memory / 32 / MIB).clamp(64, 512) };
    let wal = if small { 256 } else { 2048 };
    format!(
        "\
# Written by Wellkept at each start; put changes of your own in with ALTER SYSTEM, which wins over this file.
max_connections = 64
superuser_reserved_connections = 3
shared_buffers = {shared}MB
effective_cache_size = {cache}MB
maintenance_work_mem = {maintenance}MB
work_mem = 8MB
max_wal_size = {wal}MB
checkpoint_timeout = 10min
wal_compression = on
random_page_cost = 1.1
jit = off
track_io_timing = on
timezone = 'UTC'
password_encryption = scram-sha-256
# A forgotten open transaction holds locks and stops vacuum.
idle_in_transaction_session_timeout = 5min

# Seven files, one for each day of the week. Statements, their parameters and error details may hold
# what patients told us, so none of them is ever logged.
logging_collector = on
log_directory = 'log'
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_file_mode = 0600
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u '
log_min_messages = warning
log_min_error_statement = panic
log_min_duration_statement = -1
log_statement = none
log_duration = off
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
log_checkpoints = off
log_lock_waits = off
log_autovacuum_min_duration = -1
"
    )
}

/// The memory we may use: what the machine has, or less if a container sets a limit.
fn memory() -> u64 {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| total(&text));
    let limit = fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| text.trim().parse().ok());
    // Unknown counts as little: the smallest setting works everywhere.
    machine.into_iter().chain(limit).min().unwrap_or(0)
}

fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_buffers_follow_the_memory_within_bounds() {
        let shared = |memory, small| {
            let text = tuning(memory, small);
            text.lines().find_map(|l| l.strip_prefix("shared_buffers = ")).map(str::to_owned)
        };
        let gib = 1024 * MIB;
        assert_eq!(shared(0, false).as_deref(), Some("128MB"));
        assert_eq!(shared(4 * gib, false).as_deref(), Some("1024MB"));
        assert_eq!(shared(64 * gib, false).as_deref(), Some("4096MB"));
        assert_eq!(shared(64 * gib, true).as_deref(), Some("64MB"));
    }

    #[test]
    fn memory_is_read_from_the_kernel() {
        assert_eq!(total("MemTotal:       24610276 kB\nMemFree: 1 kB\n"), Some(24_610_276 * 1024));
        assert!(memory() > 64 * MIB);
    }

    #[test]
    fn role_names_that_could_mean_something_else_are_refused() {
        assert!(check_roles(&["app_web".into(), "job2".into()]).is_ok());
        for bad in ["", "/.*", "+group", "App", "a\"b", "a b", "1st", &"x".repeat(64)] {
            assert!(check_roles(&[bad.to_owned()]).is_err(), "{bad}");
        }
    }
}
