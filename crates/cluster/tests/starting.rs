//! The ordinary life of a cluster: first start, later starts, company, refusals.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "times and skipped tests are worth a note")]

#[expect(dead_code, reason = "each test program uses a part")]
mod ground;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::time::Instant;

use cluster::{Cluster, ClusterError, Place};
use ground::{Ground, ask, sql};

#[test]
fn first_start_second_program_and_later_start() {
    let ground = Ground::new();
    let place = Place::at(ground.data()).small(true);

    let begun = Instant::now();
    let first = Cluster::start_or_attach(&place).unwrap();
    println!("first start {:?}", begun.elapsed());
    assert!(first.is_owner() && first.answers());
    ask(&first, "create table kept (x int); insert into kept values (7)");

    let begun = Instant::now();
    let second = Cluster::start_or_attach(&place).unwrap();
    println!("attach {:?}", begun.elapsed());
    assert!(!second.is_owner());
    assert_eq!(second.socket_dir(), first.socket_dir());
    drop(second);
    assert!(first.answers(), "letting go of an attached handle stops nothing");

    let begun = Instant::now();
    first.stop().unwrap();
    println!("stop {:?}", begun.elapsed());
    assert!(!ground.data().join("postmaster.pid").exists());

    let begun = Instant::now();
    let again = Cluster::start_or_attach(&place).unwrap();
    println!("later start {:?}", begun.elapsed());
    assert_eq!(ask(&again, "select x from kept"), "7");
    drop(again);
    assert!(!ground.data().join("postmaster.pid").exists(), "dropping the handle stops the server");
}

#[test]
fn the_cluster_is_set_up_as_promised() {
    let ground = Ground::new();
    let cluster = Cluster::start_or_attach(&Place::at(ground.data()).small(true)).unwrap();
    let shown = |name: &str| ask(&cluster, &format!("show {name}"));
    for (name, value) in [
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C.UTF-8"),
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("shared_buffers", "64MB"),
        ("max_connections", "64"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
        ("log_error_verbosity", "terse"),
        ("jit", "off"),
        ("TimeZone", "UTC"),
        ("password_encryption", "scram-sha-256"),
        ("unix_socket_permissions", "0700"),
    ] {
        assert_eq!(shown(name), value, "{name}");
    }
    assert_eq!(ask(&cluster, "select count(*) from pg_file_settings where error is not null"), "0");
    assert_eq!(ask(&cluster, "select count(*) from pg_hba_file_rules where type <> 'local' or error is not null"), "0");
    assert_eq!(ask(&cluster, "select rolname from pg_roles where rolsuper"), cluster.superuser());
    assert_eq!(fs::metadata(cluster.socket_dir()).unwrap().mode() & 0o777, 0o700);
    assert!(ask(&cluster, "show server_version").starts_with(&cluster.version().to_string()));
    assert!(cluster.bin_dir().join("pg_dump").is_file());
}

#[test]
fn neither_alter_system_nor_the_caller_s_environment_opens_the_network() {
    let ground = Ground::new();
    let place = Place::at(ground.data()).small(true);
    let cluster = Cluster::start_or_attach(&place).unwrap();
    ask(&cluster, "alter system set listen_addresses = '*'");
    cluster.stop().unwrap();
    let cluster = Cluster::start_or_attach(&place).unwrap();
    assert_eq!(ask(&cluster, "show listen_addresses"), "");
}

#[test]
fn errors_leave_no_statement_and_no_value_in_the_log() {
    let ground = Ground::new();
    let cluster = Cluster::start_or_attach(&Place::throwaway(ground.data())).unwrap();
    ask(&cluster, "create table person (phone text primary key)");
    ask(&cluster, "insert into person values ('canary-5550100')");
    sql(cluster.socket_dir(), cluster.superuser(), "insert into person values ('canary-5550100')").unwrap_err();
    let log = || {
        let files = fs::read_dir(ground.data().join("log")).unwrap();
        files.map(|f| fs::read_to_string(f.unwrap().path()).unwrap()).collect::<String>()
    };
    ground::until("the error is logged", || log().contains("person_pkey"));
    assert!(!log().contains("canary"), "{}", log());
}

#[test]
fn programs_that_start_together_share_one_server() {
    let ground = Ground::new();
    let place = Place::throwaway(ground.data());
    let clusters: Vec<Cluster> = std::thread::scope(|scope| {
        let programs: Vec<_> = (0..4).map(|_| scope.spawn(|| Cluster::start_or_attach(&place).unwrap())).collect();
        programs.into_iter().map(|p| p.join().unwrap()).collect()
    });
    assert_eq!(clusters.iter().filter(|c| c.is_owner()).count(), 1);
    assert!(clusters.iter().all(Cluster::answers), "the thread that started it has ended, the server has not");
}

#[test]
fn a_path_too_long_for_a_socket_gets_a_short_folder_elsewhere() {
    let ground = Ground::new();
    let data = ground.dir.join("x".repeat(120)).join("a, b");
    let place = Place::throwaway(&data);
    let cluster = Cluster::start_or_attach(&place).unwrap();
    let socket_dir = cluster.socket_dir().to_path_buf();
    assert!(!socket_dir.starts_with(&data) && socket_dir.as_os_str().len() < 60, "{}", socket_dir.display());
    assert_eq!(ask(&cluster, "select 1"), "1");
    cluster.stop().unwrap();

    // Somebody else who waits with a folder of that name gets nothing.
    fs::set_permissions(&socket_dir, fs::Permissions::from_mode(0o755)).unwrap();
    let refused = Cluster::start_or_attach(&place).unwrap_err();
    assert!(matches!(refused, ClusterError::SocketFolder { .. }), "{refused}");
    fs::remove_dir(&socket_dir).unwrap();
    std::os::unix::fs::symlink("/etc", &socket_dir).unwrap();
    let refused = Cluster::start_or_attach(&place).unwrap_err();
    assert!(matches!(refused, ClusterError::SocketFolder { .. }), "{refused}");
    fs::remove_file(&socket_dir).unwrap();
}

#[test]
fn data_of_another_version_are_refused_with_both_versions() {
    let ground = Ground::new();
    let place = Place::throwaway(ground.data());
    Cluster::start_or_attach(&place).unwrap().stop().unwrap();
    fs::write(ground.data().join("PG_VERSION"), "14\n").unwrap();
    let refused = Cluster::start_or_attach(&place).unwrap_err();
    assert!(matches!(refused, ClusterError::WrongVersion { .. }));
    let told = refused.to_string();
    assert!(told.contains("PostgreSQL 14") && told.contains("version 15"), "{told}");
}

#[test]
fn folders_that_are_not_ours_stay_untouched() {
    let ground = Ground::new();
    let data = ground.data();
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("thesis.txt"), "dear to somebody").unwrap();
    let refused = Cluster::start_or_attach(&Place::at(&data)).unwrap_err();
    assert!(matches!(refused, ClusterError::NotEmpty { .. }), "{refused}");
    fs::write(data.join("PG_VERSION"), "15\n").unwrap();
    let refused = Cluster::start_or_attach(&Place::at(&data)).unwrap_err();
    assert!(matches!(refused, ClusterError::NotOurs { .. }), "{refused}");
    assert_eq!(fs::read_dir(&data).unwrap().count(), 2);
}

#[test]
fn a_throwaway_cluster_is_never_taken_for_a_real_one() {
    let ground = Ground::new();
    let cluster = Cluster::start_or_attach(&Place::throwaway(ground.data())).unwrap();
    assert_eq!(ask(&cluster, "show fsync"), "off");
    let refused = Cluster::start_or_attach(&Place::at(ground.data())).unwrap_err();
    assert!(matches!(refused, ClusterError::ThrowawayMixUp { .. }), "{refused}");
    cluster.stop().unwrap();

    let other = Ground::new();
    Cluster::start_or_attach(&Place::at(other.data()).small(true)).unwrap().stop().unwrap();
    let refused = Cluster::start_or_attach(&Place::throwaway(other.data())).unwrap_err();
    assert!(matches!(refused, ClusterError::ThrowawayMixUp { .. }), "{refused}");
}

#[test]
fn a_server_that_cannot_start_is_quoted_and_ended() {
    let ground = Ground::new();
    let place = Place::throwaway(ground.data());
    Cluster::start_or_attach(&place).unwrap().stop().unwrap();
    let auto = ground.data().join("postgresql.auto.conf");
    fs::write(&auto, "shared_preload_libraries = 'no_such_thing'\n").unwrap();
    let refused = Cluster::start_or_attach(&place).unwrap_err();
    assert!(matches!(refused, ClusterError::Died { .. }));
    assert!(refused.to_string().contains("no_such_thing"), "{refused}");
    fs::write(&auto, "").unwrap();
    Cluster::start_or_attach(&place).unwrap();
}
