//! Every way to die: the server, the program, the first start.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "times and skipped tests are worth a note")]

#[expect(dead_code, reason = "each test program uses a part")]
mod ground;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use cluster::{Cluster, Place, SUPERUSER};
use ground::{Ground, alive, ask, sql, until};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

#[test]
fn committed_work_survives_kill_9_of_the_server() {
    let ground = Ground::new();
    let place = Place::at(ground.data()).small(true);
    let cluster = Cluster::start_or_attach(&place).unwrap();
    ask(&cluster, "create table kept as select 7 as x");
    let pid = ground.server_pid().unwrap();
    kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
    until("the server is gone", || !cluster.answers());
    // The old handle is still there: its dead server must not be taken for a live one.
    let begun = Instant::now();
    let again = Cluster::start_or_attach(&place).unwrap();
    println!("start after kill -9 of the server {:?}", begun.elapsed());
    assert!(again.is_owner());
    assert_eq!(ask(&again, "select x from kept"), "7");
    drop(cluster);
    assert_eq!(ask(&again, "select x from kept"), "7", "the old handle has nothing left to stop");
}

#[test]
fn locks_left_by_a_killed_server_do_not_stop_the_next_even_when_their_process_id_lives_again() {
    let ground = Ground::new();
    let place = Place::at(ground.data()).small(true);
    let cluster = Cluster::start_or_attach(&place).unwrap();
    ask(&cluster, "create table kept as select 7 as x");
    let socket_dir = cluster.socket_dir().to_path_buf();
    let left: Vec<_> = [ground.data().join("postmaster.pid"), socket_dir.join(".s.PGSQL.5432.lock")]
        .map(|path| (fs::read_to_string(&path).unwrap(), path))
        .into();
    let old = ground.server_pid().unwrap().to_string();
    cluster.stop().unwrap();
    for (text, path) in left {
        // This test is a living process that is no PostgreSQL.
        fs::write(&path, text.replacen(&old, &std::process::id().to_string(), 1)).unwrap();
    }
    let again = Cluster::start_or_attach(&place).unwrap();
    assert_eq!(ask(&again, "select x from kept"), "7");
}

#[test]
fn the_server_goes_away_with_a_program_killed_by_kill_9() {
    let ground = Ground::new();
    let mut holder = ground.hold(None).unwrap();
    sql(&holder.socket_dir, SUPERUSER, "create table kept as select 7 as x").unwrap();
    let pid = ground.server_pid().unwrap();
    holder.kill_9();
    let begun = Instant::now();
    until("the server is gone", || !alive(pid));
    println!("server gone {:?} after its program", begun.elapsed());
    assert!(!ground.data().join("postmaster.pid").exists(), "it shut down in order");

    let place = Place::at(ground.data()).small(true);
    let cluster = Cluster::start_or_attach(&place).unwrap();
    assert!(cluster.is_owner());
    assert_eq!(ask(&cluster, "select x from kept"), "7");
}

#[test]
fn a_program_started_right_after_a_killed_one_never_attaches_to_its_dying_server() {
    let ground = Ground::new();
    for round in 0..5 {
        let mut holder = ground.hold(None).unwrap();
        assert!(holder.owner, "round {round}");
        sql(&holder.socket_dir, SUPERUSER, &format!("create table kept_{round} ()")).unwrap();
        holder.kill_9();
        let next = ground.hold(None).unwrap();
        assert!(next.owner, "round {round}");
        sql(&next.socket_dir, SUPERUSER, &format!("table kept_{round}")).unwrap();
        drop(next);
    }
}

#[test]
fn a_server_that_takes_long_to_shut_down_is_waited_for() {
    let ground = Ground::new();
    let mut holder = ground.hold(None).unwrap();
    let pid = ground.server_pid().unwrap();
    // With its checkpointer frozen the server cannot finish, as on a very slow disk.
    let slow = "select pid from pg_stat_activity where backend_type = 'checkpointer'";
    let slow = Pid::from_raw(sql(&holder.socket_dir, SUPERUSER, slow).unwrap().parse().unwrap());
    kill(slow, Signal::SIGSTOP).unwrap();
    holder.kill_9();
    let place = Place::at(ground.data()).small(true);
    let hasty = place.clone().patience(std::time::Duration::from_millis(100));
    let refused = Cluster::start_or_attach(&hasty).unwrap_err().to_string();
    assert!(refused.contains(&format!("kill -INT {pid}")), "{refused}");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| Cluster::start_or_attach(&place).unwrap());
        kill(slow, Signal::SIGCONT).unwrap();
        let cluster = waiting.join().unwrap();
        assert!(cluster.is_owner());
        assert_ne!(ground.server_pid(), Some(pid));
    });
}

#[test]
fn a_pid_file_whose_number_belongs_to_another_process_is_no_server() {
    let ground = Ground::new();
    let place = Place::throwaway(ground.data());
    Cluster::start_or_attach(&place).unwrap().stop().unwrap();
    // As the server's own user, so that PostgreSQL by itself would refuse to start.
    let mut stranger = Command::new("sleep").arg("600").stdin(Stdio::null()).spawn().unwrap();
    let pid_file = ground.data().join("postmaster.pid");
    let text = format!("{}\n{}\n1\n5432\n/tmp\n\n1 1\nready\n", stranger.id(), ground.data().display());
    fs::write(pid_file, text).unwrap();
    let cluster = Cluster::start_or_attach(&place);
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    assert_eq!(ask(&cluster.unwrap(), "select 1"), "1");
}

#[test]
fn a_first_start_killed_half_way_is_made_anew() {
    let ground = Ground::new();
    let parent = ground.dir.join("data");
    let half_made = || {
        let names = fs::read_dir(&parent).into_iter().flatten().flatten().map(|e| e.path());
        names.filter(|p| p.to_string_lossy().contains(".half-made-")).collect::<Vec<_>>()
    };
    let mut killed = 0;
    // Killed early, in the middle and late in initdb's work.
    for sign in ["PG_VERSION", "global/pg_control", "base/1/PG_VERSION"] {
        std::thread::scope(|scope| {
            let starting = scope.spawn(|| ground.hold(None));
            until("initdb is at work", || half_made().iter().any(|d| d.join(sign).exists()));
            for pid in holders(&ground) {
                kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
                killed += 1;
            }
            assert!(starting.join().unwrap().is_err());
        });
        assert!(!ground.data().exists(), "nothing that looks like a cluster");
    }
    assert_eq!(killed, 3);
    let cluster = Cluster::start_or_attach(&Place::at(ground.data()).small(true)).unwrap();
    assert_eq!(ask(&cluster, "select 1"), "1");
    assert!(half_made().is_empty(), "the leftovers are gone");
}

/// The processes that run this ground's copy of the example.
fn holders(ground: &Ground) -> Vec<i32> {
    let program = ground.dir.join("hold");
    let all = fs::read_dir("/proc").unwrap().flatten();
    let pids = all.filter_map(|e| e.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program)).collect()
}
