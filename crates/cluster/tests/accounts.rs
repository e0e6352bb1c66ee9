//! Who may come in, and who runs the server.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "times and skipped tests are worth a note")]

#[expect(dead_code, reason = "each test program uses a part")]
mod ground;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown};
use std::path::Path;
use std::process::Command;

use cluster::{Cluster, ClusterError, Place, SUPERUSER};
use ground::{Ground, NOBODY, am_root, as_user, ask, finish, psql, sql, until};

/// True, with a note, where a test cannot change users.
fn only_for_root() -> bool {
    if !am_root() {
        println!("skipped: this test changes users and needs root");
    }
    !am_root()
}

#[test]
fn listed_roles_log_in_and_unlisted_ones_do_not() {
    let ground = Ground::new();
    let place = Place::throwaway(ground.data()).roles(["app_web", "job_dispatch"]);
    let cluster = Cluster::start_or_attach(&place).unwrap();
    ask(&cluster, "create role app_web login; create role job_dispatch login; create role other login");
    let who = |role| sql(cluster.socket_dir(), role, "select current_user");
    assert_eq!(who("app_web").unwrap(), "app_web");
    assert_eq!(who("job_dispatch").unwrap(), "job_dispatch");
    assert!(who("other").unwrap_err().contains("Peer authentication failed"));

    // A newer program that attaches brings a role the running one did not know.
    let newer = Cluster::start_or_attach(&Place::throwaway(ground.data()).roles(["other"])).unwrap();
    assert!(!newer.is_owner());
    until("the server has read the new map", || who("other").is_ok());
    assert_eq!(who("app_web").unwrap(), "app_web", "nobody lost access");
}

#[test]
fn a_role_name_that_could_mean_more_is_refused() {
    let ground = Ground::new();
    let refused = Cluster::start_or_attach(&Place::throwaway(ground.data()).roles(["/.*"])).unwrap_err();
    assert!(matches!(refused, ClusterError::BadRole { .. }), "{refused}");
}

#[test]
fn another_os_user_finds_two_closed_doors() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    let cluster = Cluster::start_or_attach(&Place::throwaway(ground.data())).unwrap();
    let stranger = || finish(psql(as_user(NOBODY, "psql"), cluster.socket_dir(), SUPERUSER, "select 1"));
    let told = stranger().unwrap_err();
    assert!(told.contains("Permission denied"), "{told}");

    // Even if somebody opened the folders and the socket, the server asks the kernel who is calling.
    for path in [ground.data(), cluster.socket_dir().into(), cluster.socket_dir().join(".s.PGSQL.5432")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
    }
    let told = stranger().unwrap_err();
    assert!(told.contains("Peer authentication failed"), "{told}");
}

#[test]
fn root_and_the_server_s_account_both_come_in() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    let cluster = Cluster::start_or_attach(&Place::throwaway(ground.data())).unwrap();
    assert_ne!(cluster.os_user(), "root");
    let uid = fs::metadata(ground.data()).unwrap().uid();
    assert_ne!(uid, 0);
    assert_eq!(ask(&cluster, "select 1"), "1");
    assert_eq!(finish(psql(as_user(uid, "psql"), cluster.socket_dir(), SUPERUSER, "select 1")).unwrap(), "1");
}

#[test]
fn an_ordinary_user_runs_everything_alone() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    ground.give_to(NOBODY);
    let mut holder = ground.hold(Some(NOBODY)).unwrap();
    assert!(holder.owner);
    assert_eq!(holder.os_user, "nobody");
    assert_eq!(fs::metadata(ground.data()).unwrap().uid(), NOBODY);
    let select = |sql| finish(psql(as_user(NOBODY, "psql"), &holder.socket_dir, SUPERUSER, sql));
    assert_eq!(select("create table kept as select 7 as x; table kept").unwrap(), "7");

    let second = ground.hold(Some(NOBODY)).unwrap();
    assert!(!second.owner);
    drop(second);

    // Root attaches to it too, and after it is gone runs it as its owner.
    let place = Place::at(ground.data()).small(true);
    let cluster = Cluster::start_or_attach(&place).unwrap();
    assert!(!cluster.is_owner());
    until("the server has read the new map", || sql(cluster.socket_dir(), SUPERUSER, "table kept").is_ok());
    holder.kill_9();
    let cluster = Cluster::start_or_attach(&place).unwrap();
    assert!(cluster.is_owner());
    assert_eq!(cluster.os_user(), "nobody");
    assert_eq!(ask(&cluster, "table kept"), "7");
}

#[test]
fn an_ordinary_user_is_told_whose_data_they_are() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    Cluster::start_or_attach(&Place::at(ground.data()).small(true)).unwrap().stop().unwrap();
    let told = ground.hold(Some(NOBODY)).err().unwrap();
    assert!(told.contains("belongs to user id") && told.contains("not to nobody"), "{told}");
}

#[test]
fn data_restored_by_root_are_given_back_to_the_server_s_account() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    let place = Place::throwaway(ground.data());
    let cluster = Cluster::start_or_attach(&place).unwrap();
    ask(&cluster, "create table kept as select 7 as x");
    cluster.stop().unwrap();
    assert!(Command::new("chown").args(["-R", "root:root"]).arg(ground.data()).status().unwrap().success());
    fs::set_permissions(ground.data(), fs::Permissions::from_mode(0o755)).unwrap();
    // A link planted among the data is not followed.
    let bystander = ground.dir.join("bystander");
    fs::write(&bystander, "").unwrap();
    std::os::unix::fs::symlink(&bystander, ground.data().join("pg_notify/link")).unwrap();
    lchown(ground.data().join("pg_notify/link"), Some(0), Some(0)).unwrap();

    let cluster = Cluster::start_or_attach(&place).unwrap();
    assert_eq!(ask(&cluster, "table kept"), "7");
    assert_eq!(fs::metadata(ground.data()).unwrap().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(bystander).unwrap().uid(), 0);
}

#[test]
fn a_folder_the_server_s_account_cannot_reach_is_named() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    let shut = ground.dir.join("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
    let refused = Cluster::start_or_attach(&Place::at(shut.join("data/postgres"))).unwrap_err();
    assert!(matches!(&refused, ClusterError::Unreachable { blocked, .. } if *blocked == shut), "{refused}");
    assert!(refused.to_string().contains("/var/lib/wellkept"), "{refused}");
}

#[test]
fn an_empty_folder_prepared_for_an_account_is_used_as_that_account() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    fs::create_dir_all(ground.data()).unwrap();
    fs::set_permissions(ground.dir.join("data"), fs::Permissions::from_mode(0o755)).unwrap();
    chown(ground.data(), Some(NOBODY), Some(NOBODY)).unwrap();
    let cluster = Cluster::start_or_attach(&Place::throwaway(ground.data())).unwrap();
    assert_eq!(cluster.os_user(), "nobody");
    assert_eq!(cluster.data_dir(), Path::new(&ground.data()));
}

#[test]
fn a_link_planted_by_the_server_s_account_does_not_make_root_copy_a_secret() {
    if only_for_root() {
        return;
    }
    let ground = Ground::new();
    let place = Place::throwaway(ground.data());
    Cluster::start_or_attach(&place).unwrap().stop().unwrap();
    let secret = ground.dir.join("secret");
    fs::write(&secret, "root's").unwrap();
    let settings = ground.data().join("postgresql.conf");
    for hard in [false, true] {
        fs::remove_file(&settings).unwrap();
        if hard {
            fs::hard_link(&secret, &settings).unwrap();
        } else {
            std::os::unix::fs::symlink(&secret, &settings).unwrap();
        }
        let refused = Cluster::start_or_attach(&place).unwrap_err();
        assert!(matches!(refused, ClusterError::Io { doing: "read", .. }), "{refused}");
    }
}
