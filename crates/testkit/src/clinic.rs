//! A clinic with the people who work in it.

use iso_currency::Currency;
use jiff::{SignedDuration, civil::time};
use kernel::{
    Actor, ClinicId, Clock, Db, Role,
    id::{Id as _, PersonId},
    language::Language,
    money::Money,
};
use tokio_postgres::{Row, types::ToSql};
use trust::{
    clinics::{
        PractitionerId, ServiceId,
        open_clinic::{self, NewClinic, Purpose},
    },
    identity::{
        EmailAddress, create_person,
        password::{HashedPassword, Password},
        session::{Proof, Sitting, begin_session},
        weak::Beside,
    },
    patients::PersonName,
};

use crate::{Browser, Must as _, Page, Site};

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery staple 9";

/// Somebody who works in a clinic.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// The name the clinic knows them by.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    browser: Browser,
}

/// A clinic that only this test knows.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// The tenant.
    pub id: ClinicId,
    /// Its public address: `/c/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Dr Sana Malik, whom the member with the role practitioner is.
    pub practitioner: PractitionerId,
    /// "Consultation", 30 minutes, 1500 rupees.
    pub service: ServiceId,
    /// The installation it stands on.
    pub site: Site,
    /// The installation's clock.
    pub clock: Clock,
    /// The database, as the program sees it.
    pub db: Db,
    members: Vec<Member>,
}

impl Clinic {
    pub(crate) async fn open(site: &Site, number: u32) -> Self {
        let db = site.db().clone();
        let name = if number == 0 { "Rahma Clinic".to_owned() } else { format!("Noor Clinic {number}") };
        let mark = kernel::id::fresh(db.clock(), db.chance()).simple().to_string();
        let email = |who: &str| format!("{who}.{mark}@clinic.example");
        let new = NewClinic {
            name: name.clone(),
            slug: None,
            country: "PK".to_owned(),
            time_zone: "Asia/Karachi".to_owned(),
            currency: Currency::PKR,
            language: Language::English,
            weekdays: (1..=6).collect(),
            opens: time(9, 0, 0, 0),
            closes: time(17, 0, 0, 0),
            service: "Consultation".to_owned(),
            minutes: 30,
            price: Money::new(150_000, Currency::PKR),
            practitioner: "Dr Sana Malik".to_owned(),
            owner: PersonName::parse("Omar Aziz").ok().must("a name"),
            accepted: None,
            owner_practises: false,
            purpose: Purpose::Real,
        };
        let owner = PersonId::fresh(db.clock(), db.chance());
        create_person(&db, owner, &EmailAddress::parse(&email("owner")).ok().must("an address"), hashed(&db).await)
            .await
            .must("making a login");
        let opened = open_clinic::open_for(&db, &new, owner).await.must("opening a clinic");
        let member = |person, role, name: &str, who: &str| Member {
            person,
            role,
            name: name.to_owned(),
            email: email(who),
            browser: site.visitor(),
        };
        let fresh = || PersonId::fresh(db.clock(), db.chance());
        let members = vec![
            member(opened.owner, Role::Owner, "Omar Aziz", "owner"),
            member(fresh(), Role::Doctor, "Dr Sana Malik", "practitioner"),
            member(fresh(), Role::Nurse, "Grace Obi", "nurse"),
            member(fresh(), Role::Receptionist, "Bilal Shah", "reception"),
            member(fresh(), Role::Pharmacist, "Nadia Rauf", "pharmacist"),
            member(fresh(), Role::Billing, "Kamran Butt", "billing"),
            member(fresh(), Role::Auditor, "Hina Tariq", "auditor"),
        ];
        let clinic = Self {
            id: opened.clinic,
            slug: opened.slug,
            name,
            practitioner: opened.practitioner,
            service: opened.service,
            site: site.clone(),
            clock: db.clock().clone(),
            db,
            members,
        };
        clinic.add_staff().await;
        clinic.staff_sign_in().await;
        clinic
    }
}

/// The people of a clinic, and its day.
impl Clinic {
    /// The owner, signed in.
    #[must_use]
    pub fn owner(&self) -> Browser {
        self.member(Role::Owner)
    }

    /// The practitioner, signed in.
    #[must_use]
    pub fn practitioner(&self) -> Browser {
        self.member(Role::Doctor)
    }

    /// Reception, signed in.
    #[must_use]
    pub fn reception(&self) -> Browser {
        self.member(Role::Receptionist)
    }

    /// The member with this role, signed in.
    #[must_use]
    pub fn member(&self, role: Role) -> Browser {
        self.who_is(role).browser.clone()
    }

    /// Name, address and id of the member with this role.
    #[must_use]
    pub fn who_is(&self, role: Role) -> &Member {
        self.members.iter().find(|member| member.role == role).must("a member of every role")
    }

    /// The owner signs what an operator asked for last.
    pub async fn owner_signs(&self) -> Page {
        let owner = self.owner();
        let asked = owner.get("/support").await;
        owner.submit(&asked, "form[action$='/give']", &[]).await
    }

    /// Somebody who opens the clinic's page for the first time.
    #[must_use]
    pub fn visitor(&self) -> Browser {
        self.site.visitor()
    }

    /// The clinic's public page.
    #[must_use]
    pub fn front(&self) -> String {
        format!("/c/{}", self.slug)
    }

    /// Another clinic on the same installation.
    pub async fn other(&self) -> Self {
        self.site.clinic().await
    }

    /// Works this clinic's jobs until none is due.
    pub async fn work_until_idle(&self) {
        let worker = self.site.worker().clone().only_for(self.id);
        for _ in 0..500 {
            if worker.work_once().await.must("working a job") == 0 {
                return;
            }
        }
        crate::must::stop("the clinic still has due jobs after 500 rounds");
    }

    /// It is tomorrow, the same time; what fell due has been worked and the staff have signed in again.
    pub async fn a_day_passes(&self) {
        self.time_passes(SignedDuration::from_hours(24)).await;
        self.staff_sign_in().await;
    }

    /// Time passes and what fell due is worked. After 15 minutes without a request the staff are signed out.
    pub async fn time_passes(&self, by: SignedDuration) {
        self.clock.advance(by);
        self.work_until_idle().await;
    }

    /// The letters this address has got, oldest first.
    pub async fn letters_to(&self, email: &str) -> Vec<trust::letters::kept::Kept> {
        self.site.letters_to(email).await
    }

    /// A transaction in this clinic for looking at it through the program's own eyes.
    pub async fn tx(&self) -> kernel::TenantTx {
        self.db.enter(&Actor::program(self.id, "test")).await.must("entering the clinic")
    }

    /// Asks the database as the administrator, whom no wall holds.
    pub async fn sql(&self, question: &str, values: &[&(dyn ToSql + Sync)]) -> Vec<Row> {
        self.site.sql(question, values).await
    }

    /// Begins a real session for every member, as after a password and a code. Only the typing is left out, which costs a
    /// quarter of a second each; the stories of signing in type it.
    pub async fn staff_sign_in(&self) {
        for member in &self.members {
            let sitting = Sitting { proof: Proof::SecondFactor, ..Sitting::plain(member.person, self.id) };
            let cookie = begin_session(self.site.house(), &sitting).await.must("beginning a session");
            self.member(member.role).take_cookie(cookie.to_str().must("a cookie of plain letters"));
        }
    }

    /// Somebody who works elsewhere works here too.
    pub async fn hires(&self, person: PersonId, role: Role, name: &str) {
        let tx = self.tx().await;
        let name = PersonName::parse(name).ok().must("a name");
        open_clinic::add_member(&tx, person, role, &name, None).await.must("adding a member");
        tx.commit().await.must("adding a member");
    }

    async fn add_staff(&self) {
        let password = hashed(&self.db).await;
        for member in self.members.iter().filter(|member| member.role != Role::Owner) {
            let email = EmailAddress::parse(&member.email).ok().must("an address");
            create_person(&self.db, member.person, &email, password).await.must("making a login");
        }
        let tx = self.db.enter(&Actor::program(self.id, "test")).await.must("entering the clinic");
        for member in self.members.iter().filter(|member| member.role != Role::Owner) {
            let name = PersonName::parse(&member.name).ok().must("a name");
            let treats = (member.role == Role::Doctor).then_some(self.practitioner);
            open_clinic::add_member(&tx, member.person, member.role, &name, treats).await.must("adding a member");
        }
        tx.commit().await.must("adding the staff");
    }
}

/// Hashing takes a quarter of a second on purpose, so all test people share one hash.
async fn hashed(db: &Db) -> &'static HashedPassword {
    static HASHED: tokio::sync::OnceCell<HashedPassword> = tokio::sync::OnceCell::const_new();
    HASHED
        .get_or_init(|| async {
            Password::parse(PASSWORD, &[], Beside::Nothing).ok().must("a password").hashed(db).await.must("hashing a password")
        })
        .await
}
