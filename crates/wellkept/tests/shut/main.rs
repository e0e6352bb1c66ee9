//! Types that cannot be forged: small programs that must not compile. Each says in its first lines which error refuses
//! it and why that matters. One program must compile, so that the others are known to fail for their own reason.
//!
//! The compiler is run once a program against the libraries this very test was built with: no second build.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on stops; its figures are for the reader"
)]

// Links what the programs use, so that it is built.
use outside as _;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Mutex,
    time::SystemTime,
};

const CRATES: [&str; 3] = ["kernel", "trust", "outside"];
/// Of each crate several builds may lie about; newer ones are tried first.
const BUILDS: usize = 4;

fn libraries() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_path_buf()
}

/// The newest builds of a crate.
fn builds(name: &str) -> Vec<PathBuf> {
    let start = format!("lib{name}-");
    let mut found: Vec<(SystemTime, PathBuf)> = std::fs::read_dir(libraries())
        .unwrap()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.extension().is_some_and(|kind| kind == "rlib") && path.file_name().unwrap().to_str().unwrap().starts_with(&start)
        })
        .map(|path| (path.metadata().unwrap().modified().unwrap(), path))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).take(BUILDS).collect()
}

fn compile(program: &Path, with: &[PathBuf]) -> Output {
    let out = std::env::temp_dir().join(format!("wellkept-shut-{}", std::process::id()));
    std::fs::create_dir_all(&out).unwrap();
    let mut rustc = Command::new("rustc");
    rustc.args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata", "--cap-lints", "allow", "--out-dir"]).arg(out);
    rustc.arg("-L").arg(format!("dependency={}", libraries().display()));
    for (name, path) in CRATES.iter().zip(with) {
        rustc.arg("--extern").arg(format!("{name}={}", path.display()));
    }
    rustc.arg(program).output().unwrap()
}

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shut/programs");
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// The builds that fit together: those with which the honest program compiles.
fn fitting_builds(honest: &Path) -> Vec<PathBuf> {
    let [kernel, trust, outside] = CRATES.map(builds);
    let mut said = String::new();
    for outside in &outside {
        for trust in &trust {
            for kernel in &kernel {
                let with = vec![kernel.clone(), trust.clone(), outside.clone()];
                let answer = compile(honest, &with);
                if answer.status.success() {
                    return with;
                }
                said = String::from_utf8_lossy(&answer.stderr).into_owned();
            }
        }
    }
    panic!("the honest program does not compile, so nothing can be said about the others:\n{said}")
}

fn line<'a>(source: &'a str, start: &str) -> &'a str {
    source.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default().trim()
}

/// What is wrong with a program that must not compile.
fn refused(program: &Path, with: &[PathBuf]) -> Result<(), String> {
    let name = program.file_name().unwrap().to_string_lossy().into_owned();
    let source = std::fs::read_to_string(program).unwrap();
    let (code, because) = (line(&source, "//! refuses:"), line(&source, "//! because:"));
    if code.is_empty() || because.is_empty() {
        return Err(format!("{name}: its first lines say `//! refuses: E0000` and `//! because: …`"));
    }
    let answer = compile(program, with);
    let said = String::from_utf8_lossy(&answer.stderr);
    let codes: Vec<&str> = said.split("error[").skip(1).filter_map(|rest| rest.split(']').next()).collect();
    if answer.status.success() {
        Err(format!("{name} compiles! {because}"))
    } else if codes.is_empty() || codes.iter().any(|found| *found != code) {
        Err(format!("{name} should be refused with {code} and nothing else, not {codes:?}:\n{said}"))
    } else {
        Ok(())
    }
}

#[test]
fn what_cannot_be_forged_does_not_compile() {
    let all = programs();
    let (honest, forged): (Vec<_>, Vec<_>) = all.iter().partition(|path| path.ends_with("the_honest_program_compiles.rs"));
    let with = fitting_builds(honest[0]);
    let wrong = Mutex::new(Vec::new());
    // Two at a time: each is half a second of the compiler.
    std::thread::scope(|scope| {
        for half in forged.chunks(forged.len().div_ceil(2)) {
            let (with, wrong) = (&with, &wrong);
            scope.spawn(move || {
                half.iter().for_each(|program| refused(program, with).unwrap_or_else(|why| wrong.lock().unwrap().push(why)));
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    println!("{} programs refused", forged.len());
}
