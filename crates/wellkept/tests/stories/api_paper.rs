//! Keeps: "What the paper for makers of a site says is so". Runs every example of `docs/api.md` with the shell and curl.

use std::{path::Path, process::Command};

use testkit::Must as _;

/// The examples, in order, as one script.
fn examples() -> String {
    let paper = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    let text = std::fs::read_to_string(paper).must("docs/api.md");
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_the_paper_for_makers_runs_and_does_what_it_says() {
    let clinic = testkit::clinic().await;
    let (key, page) = clinic.key_for("Website", &["slots:read", "appointments:write", "queue:read"]).await;
    clinic.lets_in(&page, "127.0.0.1").await;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("paper-{}", std::process::id()));
    std::fs::create_dir_all(&folder).must("a folder");
    let mut shell = Command::new("sh");
    shell
        .args(["-eu", "-c", &examples()])
        .current_dir(&folder)
        .env("KEY", &key)
        .env("WELLKEPT", clinic.site.base_url())
        .env("DAY", "2026-03-03");
    let ran = tokio::task::spawn_blocking(move || shell.output()).await.must("a shell").must("sh and curl");
    let (said, wrong) = (String::from_utf8_lossy(&ran.stdout).into_owned(), String::from_utf8_lossy(&ran.stderr).into_owned());
    std::fs::remove_dir_all(&folder).must("tidying up");
    assert!(ran.status.success(), "{said}\n{wrong}");
    for line in
        ["the first free time is 2026-03-03T04:00:00Z", "asked twice, booked once", "moved", "called off", "cancelled", "422", "#/phone"]
    {
        assert!(said.contains(line), "{line}:\n{said}\n{wrong}");
    }
    assert!(said.contains(r#""name":"Website""#) && said.contains(r#""numbers":[]"#), "{said}");
    let rows = clinic.sql("select status, notice_version is not null from appointment where clinic_id = $1", &[&clinic.id]).await;
    assert_eq!(
        rows.iter().map(|row| (row.get::<_, String>(0), row.get::<_, bool>(1))).collect::<Vec<_>>(),
        [("cancelled".to_owned(), true)]
    );
}
