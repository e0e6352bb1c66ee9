//! What the program asks of a directory, against a certified OpenID Connect provider: who came back, once, and only for us.

use kernel::{Chance, Clock, Private};
use outside::oidc::{OpenIdConnect, PATIENCE};
use testkit::Directory;
use trust::identity::directory::{ClientSettings, Directory as _, DirectoryRefusal, Issuer, ListedIssuer, Returned, Started};

const BACK: &str = "http://127.0.0.1:8080/c/rahma/sign-in/back";

struct Both {
    directory: Directory,
    program: OpenIdConnect,
    client: ClientSettings,
}

impl Both {
    async fn open() -> Self {
        let clock = Clock::frozen("2026-03-02T08:00:00Z".parse().unwrap());
        let directory = Directory::open(clock.now()).await;
        let known = directory.registers(BACK).await;
        let listed = vec![ListedIssuer::parse(directory.issuer()).unwrap()];
        let client = ClientSettings {
            issuer: Issuer::parse(directory.issuer()).unwrap(),
            client_id: known.client_id,
            client_secret: Private::new(known.client_secret),
        };
        Self { program: OpenIdConnect::new(listed, clock, Chance::seeded(3), PATIENCE), directory, client }
    }

    /// Somebody goes to the directory and comes back.
    async fn comes_back(&self, login: &str) -> (Started, Returned) {
        let started = self.program.start(&self.client, BACK).await.unwrap();
        let back = self.directory.signs_in(&started.to, login).await;
        let (address, query) = back.split_once('?').unwrap();
        assert_eq!(address, BACK);
        let brought = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")).map(str::to_owned));
        assert_eq!(brought("state").as_deref(), Some(started.state.as_str()));
        assert!(brought("iss").is_some(), "it names itself (RFC 9207)");
        let returned = Returned {
            code: Private::new(brought("code").unwrap()),
            iss: Some(self.directory.issuer().to_owned()),
            nonce: started.nonce.clone(),
            verifier: started.verifier.clone(),
        };
        (started, returned)
    }
}

#[tokio::test]
async fn a_certified_directory_says_who_came_back_once() {
    let both = Both::open().await;
    let (_, returned) = both.comes_back("7/sana+code@clinic.example").await;
    let known = both.program.who(&both.client, BACK, &returned).await.unwrap();
    assert_eq!(known.subject.reveal(), "7");
    assert_eq!(known.email.as_ref().unwrap().reveal(), "sana+code@clinic.example");
    assert!(known.email_verified && known.showed_second_factor());
    // The code is spent.
    assert_eq!(both.program.who(&both.client, BACK, &returned).await.unwrap_err(), DirectoryRefusal::Expired);
}

#[tokio::test]
async fn a_certified_directory_refuses_what_was_not_asked_for_by_us() {
    let both = Both::open().await;
    let (_, returned) = both.comes_back("unproven.sana@clinic.example").await;

    // Somebody else's secret, and a code without the proof of who asked for it.
    let stranger = ClientSettings { client_secret: Private::new("guessed".to_owned()), ..both.client.clone() };
    assert_eq!(both.program.who(&stranger, BACK, &returned).await.unwrap_err(), DirectoryRefusal::NotOurClient);
    let other = both.program.start(&both.client, BACK).await.unwrap();
    let injected = Returned { verifier: other.verifier, ..returned };
    assert_eq!(both.program.who(&both.client, BACK, &injected).await.unwrap_err(), DirectoryRefusal::Expired);

    // A code for another sign-in of the same browser: the nonce is not this one's.
    let (_, returned) = both.comes_back("unproven.sana@clinic.example").await;
    let other = both.program.start(&both.client, BACK).await.unwrap();
    let swapped = Returned { nonce: other.nonce, ..returned };
    assert_eq!(
        both.program.who(&both.client, BACK, &swapped).await.unwrap_err(),
        DirectoryRefusal::NotBelieved("it is for another sign-in")
    );

    let (_, returned) = both.comes_back("unproven.sana@clinic.example").await;
    let known = both.program.who(&both.client, BACK, &returned).await.unwrap();
    assert!(!known.email_verified && !known.showed_second_factor());
}
