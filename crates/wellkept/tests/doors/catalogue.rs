//! What the database's own catalogue says about the walls. Each check is a query that finds what is wrong; each is
//! also shown a database where that very thing is wrong, so that a check that finds nothing is known to look.

use testkit::{Must as _, ground};
use tokio_postgres::Client;

/// Tables without a clinic, with the reason they have none.
const NO_CLINIC: &[&str] = &[
    "migration",     // the program's own bookkeeping; only the administrator may read it
    "person",        // a login may belong to several clinics; read by the login of identities only
    "account_event", // what happened to a login
    "account_event_address",
    "api_authority",   // one for the installation
    "sign_in_failure", // counted before anybody is somebody
    "worked",          // so is what a browser worked
    "sign_in_code",    // and the code that does the same
    "letter",          // to a login, or to an address that is to become one
    "account_link",    // what a letter opens before anybody is signed in
    "operator",        // who runs the platform is nobody's member
    "operator_session",
    "operator_passkey",
    "operator_enrolment",
    "operator_ticket",
    "person_totp", // what a login shows beside its password
    "person_recovery_code",
    "person_passkey",
    "person_code_tries",
    "ticket", // what is half done while somebody signs in
];

/// Keys that do not begin with the clinic, reviewed.
const OTHER_KEYS: &[&str] = &[
    "clinic_slug_key",                 // a public address, unique on the installation on purpose
    "session_token_hash_key",          // a cookie is looked up before its clinic is known
    "calendar_feed_token_hash_key",    // and a calendar's secret address
    "link_id_key",                     // so is a link from a message
    "person_pkey",                     // no clinic, see above
    "person_email_key",                // no clinic, see above
    "migration_pkey",                  // no clinic, see above
    "api_client_key_hash_key",         // a key is looked up before its clinic is known
    "api_certificate_fingerprint_key", // so is a certificate
    "api_range_network",               // not unique: an address is looked up before its clinic is known
    "api_authority_pkey",              // no clinic, see above
    "api_answer_at",                   // not unique: what is over is swept across clinics
    "account_event_pkey",              // no clinic, see above
    "session_of_login",                // a person ends their own sessions in every clinic
    "account_event_of_person",
    "account_event_address_pkey",
    "account_event_address_at",
    "account_event_address_event",
    "sign_in_failure_pkey",
    "worked_pkey",
    "worked_good_until",
    "sign_in_code_pkey",
    "sign_in_code_good_until",
    "sign_in_failure_last_at",
    "letter_pkey", // no clinic, see above
    "letter_person",
    "letter_due",
    "letter_to_address",
    "account_link_pkey", // no clinic, see above
    "account_link_person",
    "account_link_of_person",
    "account_event_of_operators",
    "operator_pkey", // no clinic, see above
    "operator_email_key",
    "operator_passkey_pkey",
    "operator_passkey_operator",
    "operator_passkey_credential_key",
    "operator_enrolment_pkey",
    "operator_enrolment_operator",
    "operator_ticket_pkey",
    "operator_ticket_token_hash_key",
    "operator_ticket_operator",
    "operator_session_pkey",
    "operator_session_operator",
    "operator_session_token_hash_key",
    "job_due", // not unique: the worker's list across clinics; listed for the reader
    "person_totp_pkey",
    "person_totp_person",
    "person_totp_one",
    "person_totp_one_coming",
    "person_recovery_code_pkey",
    "person_recovery_code_person",
    "person_passkey_pkey",
    "person_passkey_person",
    "person_passkey_credential_key", // an authenticator's own name for a key, looked up before anything is known
    "person_passkey_of_person",
    "person_code_tries_pkey",
    "person_code_tries_person",
    "ticket_pkey",
    "ticket_token_hash_key",
    "ticket_person",
    "ticket_expires_at",
];

/// Policies beside `own_clinic`, reviewed: who looks across clinics, and why that is narrow.
const OTHER_POLICIES: &[&str] = &[
    "clinic.door_reads",        // the public address of a page
    "membership.door_reads",    // signing in
    "session.door_all",         // signing in
    "link.door_reads",          // links in messages
    "calendar_feed.door_reads", // whose booked times an address shows
    "location.door_reads",      // where a session works
    "membership_at.door_reads",
    "job.door_reads",           // whether a worker still holds its row
    "support_grant.door_reads", // whether an operator may still look
    "break_glass.door_reads",   // whose emergency access is open
    "api_client.door_reads",    // whose key this is
    "api_range.door_reads",     // where it may come from
    "api_certificate.door_reads",
    "api_authority.identity_all",
    "api_answer.sweep_all", // what is over goes
    "person.identity_all",  // logins have a database login of their own
    "session.identity_all",
    "membership.identity_reads",
    "membership_at.identity_reads",
    "location.identity_reads",
    "clinic.identity_reads",
    "audit_leaf.identity_writes",
    "access_case.identity_writes",
    "clinic_directory.identity_reads", // whether a password is a way in
    "account_event.identity_all",
    "account_event.operator_all",
    "account_event_address.identity_all",
    "account_event_address.sweep_all",
    "session.sweep_all",
    "sign_in_failure.identity_all",
    "sign_in_failure.sweep_all",
    "worked.identity_all",
    "worked.sweep_all",
    "sign_in_code.identity_all",
    "sign_in_code.sweep_all",
    "letter.identity_all", // letters leave by the login of identities
    "letter.app_writes",   // and are written with what causes them; pages read none
    "account_link.identity_all",
    "operator.identity_all", // an operator's login
    "operator.door_reads",   // whether they may still look, and their name for the clinic
    "operator_passkey.identity_all",
    "operator_enrolment.identity_all",
    "operator_ticket.identity_all",
    "operator_session.identity_all",
    "operator_session.sweep_all",
    "support_grant.operator_sees",      // what was asked of whom; the reason is the operators' own
    "support_grant.operator_asks",      // asked, and no more than asked
    "clinic.operator_sees",             // a clinic's public face
    "clinic.operator_suspends",         // its state, by a grant on that column
    "audit_leaf.operator_writes",       // four acts of operators stand in the clinic's trail
    "account_event_address.door_reads", // the oldest one's time
    "job.jobs_claim",                   // the worker's due-list: ids only
    "person_totp.identity_all",
    "person_recovery_code.identity_all",
    "person_passkey.identity_all",
    "person_code_tries.identity_all",
    "ticket.identity_all",
    "ticket.sweep_all",
];

/// What the program may do beside select, insert and update, reviewed.
const OTHER_GRANTS: &[&str] = &[
    "wellkept_app DELETE patient_token",           // a corrected name loses its old tags
    "wellkept_app DELETE opening_hours",           // hours are replaced
    "wellkept_app DELETE appointment",             // a hold that is over; a policy lets nothing else go
    "wellkept_app DELETE service_practitioner",    // so is who gives a service
    "wellkept_app DELETE service_room",            // and what it needs
    "wellkept_app DELETE membership_at",           // so are places of work
    "wellkept_app DELETE clinic_directory",        // a clinic does without again
    "wellkept_app DELETE directory_link",          // an owner lets go of a link
    "wellkept_app DELETE directory_start",         // taken out once, by whoever comes back
    "wellkept_app DELETE api_answer",              // a key is used anew after its day
    "wellkept_sweep DELETE api_answer",            // kept for a day
    "wellkept_sweep DELETE account_event_address", // kept for thirty days
    "wellkept_sweep DELETE session",
    "wellkept_identity DELETE sign_in_failure", // the right password
    "wellkept_sweep DELETE sign_in_failure",
    "wellkept_sweep DELETE worked",
    "wellkept_identity DELETE sign_in_code", // taken once
    "wellkept_sweep DELETE sign_in_code",
    "wellkept_identity DELETE letter", // a month after it left
    "wellkept_identity DELETE account_link",
    "wellkept_identity DELETE operator_ticket", // answered once, or over after five minutes
    "wellkept_sweep DELETE operator_session",
    "wellkept_identity DELETE person_totp", // a factor is removed
    "wellkept_identity DELETE person_passkey",
    "wellkept_identity DELETE person_recovery_code", // made anew
    "wellkept_identity DELETE ticket",               // used up
    "wellkept_sweep DELETE ticket",
];

/// A check: what it finds is wrong, one line each. `$1` is the list of reviewed exceptions.
struct Check {
    name: &'static str,
    finds: &'static str,
    except: &'static [&'static str],
    /// SQL that makes it wrong, and a piece of what the check must then say.
    bad: &'static [(&'static str, &'static str)],
}

/// Our own tables, without what extensions bring.
const CHECKS: &[Check] = &[
    Check {
        name: "every table belongs to a clinic, or is known not to",
        finds: "select relname::text from pg_class t where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'f', 'v')
                  and not exists (select from pg_attribute a where a.attrelid = t.oid and attname = 'clinic_id' and attnotnull and not attisdropped)
                  and relname <> all ($1)",
        except: NO_CLINIC,
        bad: &[("create table loose (a int)", "loose"), ("create table half (clinic_id uuid)", "half"), ("create view peep as select 1 as a", "peep")],
    },
    Check {
        name: "row-level security is enabled and forced",
        finds: "select relname::text from pg_class t where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                  and not (relrowsecurity and relforcerowsecurity) and relname <> all ($1)",
        except: &["migration"],
        bad: &[
            ("create table open (clinic_id uuid not null)", "open"),
            ("alter table patient no force row level security", "patient"),
            ("alter table note disable row level security", "note"),
        ],
    },
    Check {
        name: "every clinic table has the one policy of the house",
        finds: "select t.relname::text from pg_class t join pg_attribute a on a.attrelid = t.oid and attname = 'clinic_id'
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and t.relname <> all ($1)
                   and not exists (select from pg_policy p where p.polrelid = t.oid and polname = 'own_clinic' and polcmd = '*' and polpermissive
                     and polroles = array['wellkept_app'::regrole::oid]
                     and pg_get_expr(polqual, polrelid) = '(clinic_id = ( SELECT door.clinic() AS clinic))'
                     and pg_get_expr(polwithcheck, polrelid) = '(clinic_id = ( SELECT door.clinic() AS clinic))')",
        except: &[],
        bad: &[
            ("drop policy own_clinic on patient", "patient"),
            ("alter policy own_clinic on note using (true)", "note"),
            ("alter policy own_clinic on invoice with check (clinic_id is not null)", "invoice"),
        ],
    },
    Check {
        name: "the record opens to who treats, whatever a handler asks",
        finds: "select relname::text from pg_class t where relnamespace = 'public'::regnamespace and relname <> all ($1)
                   and relname in ('encounter', 'condition', 'allergy', 'medication_request', 'observation', 'immunization', 'note')
                   and not exists (select from pg_policy p where p.polrelid = t.oid and polcmd = '*' and not polpermissive
                     and pg_get_expr(polqual, polrelid) = '( SELECT door.may_see_records() AS may_see_records)'
                     and pg_get_expr(polwithcheck, polrelid) = '( SELECT door.may_see_records() AS may_see_records)')",
        except: &[],
        bad: &[("drop policy who_treats on note", "note"), ("alter policy who_treats on allergy using (true)", "allergy")],
    },
    Check {
        name: "no other policy lets anybody in",
        finds: "select relname || '.' || polname from pg_policy p join pg_class t on t.oid = polrelid
                 where polname <> 'own_clinic' and polpermissive and relname || '.' || polname <> all ($1)",
        except: OTHER_POLICIES,
        bad: &[("create policy support on patient for select using (true)", "patient.support")],
    },
    Check {
        name: "nothing is granted on a partition, which looks at no policy of its parent",
        finds: "select relname || ' to ' || a.grantee::regrole from pg_class, aclexplode(relacl) as a
                 where relnamespace = 'public'::regnamespace and relispartition and a.grantee <> relowner and relname <> all ($1)",
        except: &[],
        bad: &[(
            "create table parted (clinic_id uuid not null) partition by list (clinic_id);
             create table part_one partition of parted default; grant select on part_one to wellkept_app",
            "part_one",
        )],
    },
    Check {
        name: "a view looks as whoever looks, and is shut while it looks",
        finds: "select relname::text from pg_class where relnamespace in ('public'::regnamespace, 'door'::regnamespace) and relkind in ('v', 'm')
                   and not coalesce(reloptions @> array['security_invoker=true', 'security_barrier=true'], false) and relname <> all ($1)",
        except: &[],
        bad: &[("create view peep as select 1 as clinic_id", "peep")],
    },
    Check {
        name: "no large objects, no languages that reach out of the database, no sequence that anybody but its owner sets",
        finds: "select 'large object ' || oid from pg_largeobject_metadata where 'large object' <> all ($1)
                union all select 'language ' || lanname from pg_language where not lanpltrusted and lanname not in ('internal', 'c')
                union all select 'sequence ' || relname from pg_class, aclexplode(relacl) as a where relkind = 'S' and relnamespace = 'public'::regnamespace
                             and a.grantee <> relowner and privilege_type <> 'USAGE'",
        except: &[],
        bad: &[
            ("select lo_create(0)", "large object"),
            ("create sequence counting; grant update on sequence counting to wellkept_app", "sequence counting"),
        ],
    },
    Check {
        name: "the key of passes is read by the doors and by nobody else",
        finds: "select 'context_key to ' || a.grantee::regrole || ' ' || privilege_type from pg_class, aclexplode(relacl) as a
                 where pg_class.oid = 'door.context_key'::regclass and a.grantee <> relowner
                   and not (a.grantee = 'wellkept_door'::regrole and privilege_type = 'SELECT') and 'context_key' <> all ($1)",
        except: &[],
        bad: &[("grant select on door.context_key to wellkept_app", "wellkept_app")],
    },
    Check {
        name: "every key begins with the clinic",
        finds: "select conname::text from pg_constraint c join pg_class t on t.oid = conrelid
                  left join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]
                  left join pg_attribute b on b.attrelid = confrelid and b.attnum = confkey[1]
                 where relnamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'x') and conname <> all ($1)
                   and (a.attname <> 'clinic_id' or contype = 'f' and b.attname <> 'clinic_id')
                union all
                select i.relname::text from pg_index x join pg_class i on i.oid = indexrelid join pg_class t on t.oid = indrelid
                  left join pg_attribute a on a.attrelid = indrelid and a.attnum = indkey[0]
                 where t.relnamespace = 'public'::regnamespace and i.relname <> all ($1) and a.attname is distinct from 'clinic_id'
                   and not exists (select from pg_constraint where conindid = indexrelid)",
        except: OTHER_KEYS,
        bad: &[
            ("alter table patient add constraint by_patient unique (patient_id)", "by_patient"),
            ("alter table patient add constraint bad_a unique (patient_id, clinic_id); alter table note add constraint across foreign key (patient_id, clinic_id) references patient (patient_id, clinic_id)", "across"),
            ("create unique index sneaky on patient (lower(language))", "sneaky"),
        ],
    },
    Check {
        name: "nothing is granted to everybody",
        finds: "with granted as (
                  select 'table ' || relname as what, relacl as acl from pg_class where relnamespace in ('public'::regnamespace, 'door'::regnamespace)
                  union all select 'column ' || attname, attacl from pg_attribute join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace
                  union all select 'schema ' || nspname, nspacl from pg_namespace where nspname in ('public', 'door')
                  union all select 'database', coalesce(datacl, acldefault('d', datdba)) from pg_database where datname = current_database()
                  union all select 'function ' || proname, coalesce(proacl, acldefault('f', proowner)) from pg_proc p
                             where pronamespace in ('public'::regnamespace, 'door'::regnamespace)
                               and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and deptype = 'e'))
                select distinct what from granted, aclexplode(acl) as a where a.grantee = 0 and what <> all ($1)",
        except: &[],
        bad: &[
            ("grant select on patient to public", "table patient"),
            ("grant select (language) on patient to public", "column language"),
            ("create function door.peek() returns int language sql as 'select 1'", "function peek"),
            ("grant usage on schema door to public", "schema door"),
            // A temporary table stands before ours on a definer function's search path.
            ("do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$", "database"),
        ],
    },
    Check {
        name: "the program's roles may select, insert and update, and hardly anything else",
        finds: "select what from (select a.grantee::regrole || ' ' || privilege_type || ' ' || relname as what, privilege_type, a.grantee
                  from pg_class, aclexplode(relacl) as a where relnamespace = 'public'::regnamespace and a.grantee in (select oid from pg_roles where rolname ~ '^wellkept_(app|identity|operator|jobs|sweep|keys|door)$')) g
                 where (privilege_type not in ('SELECT', 'INSERT', 'UPDATE') or (grantee = 'wellkept_jobs'::regrole and what !~ ' job$') or grantee = 'wellkept_keys'::regrole)
                   and what <> all ($1)",
        except: OTHER_GRANTS,
        bad: &[
            ("grant truncate on consent to wellkept_app", "wellkept_app TRUNCATE consent"),
            ("grant select on patient to wellkept_jobs", "wellkept_jobs SELECT patient"),
            ("grant select on message to wellkept_keys", "wellkept_keys SELECT message"),
        ],
    },
    Check {
        name: "functions that run as somebody else are doors: narrow, pinned, owned by wellkept_door",
        finds: "select proname::text from pg_proc p where prosecdef and pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                  and not (pronamespace = 'door'::regnamespace and proowner = 'wellkept_door'::regrole
                           and exists (select from unnest(proconfig) as setting where setting = 'search_path=pg_catalog, public'))
                  and proname <> all ($1)",
        except: &[],
        bad: &[
            ("create function public.su() returns int language sql security definer set search_path = pg_catalog, public as 'select 1'", "su"),
            ("set local role wellkept_door; create function door.loose() returns int language sql security definer as 'select 1'; reset role", "loose"),
        ],
    },
    Check {
        name: "no role of ours is more than it needs to be",
        finds: "select rolname::text from pg_roles r where rolname ~ '^wellkept_(app|identity|operator|jobs|sweep|keys|door|owner)$' and rolname <> all ($1)
                   and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
                        or (rolcanlogin and rolname in ('wellkept_door', 'wellkept_owner'))
                        or exists (select from pg_auth_members m where m.member = r.oid))
                union all
                select rolname || ' owns ' || relname from pg_class join pg_roles r on r.oid = relowner where rolname ~ '^wellkept_(app|identity|operator|jobs|sweep|keys|door)$'
                union all
                select rolname || ' owns ' || nspname from pg_namespace join pg_roles r on r.oid = nspowner where rolname ~ '^wellkept_(app|identity|operator|jobs|sweep|keys|door)$'
                union all
                select rolname || ' owns ' || proname from pg_proc join pg_roles r on r.oid = proowner where rolname ~ '^wellkept_(app|identity|operator|jobs|sweep|keys)$'",
        except: &[],
        bad: &[
            ("alter role wellkept_app bypassrls", "wellkept_app"),
            ("grant wellkept_owner to wellkept_jobs", "wellkept_jobs"),
            ("alter table service owner to wellkept_app", "wellkept_app owns service"),
        ],
    },
    Check {
        name: "every constraint has a name of its own",
        finds: "select conname::text from pg_constraint c join pg_class t on t.oid = conrelid where relnamespace = 'public'::regnamespace
                  and contype in ('c', 'f', 'u', 'x') and conname ~ '_(check|fkey|excl)[0-9]*$' and conname <> all ($1)",
        except: &[],
        bad: &[("alter table service add check (minutes < 1000)", "service_minutes_check")],
    },
];

async fn found(client: &Client, check: &Check) -> Vec<String> {
    let mut found: Vec<String> = client.query(check.finds, &[&check.except]).await.must(check.name).iter().map(|row| row.get(0)).collect();
    found.sort();
    found
}

#[tokio::test]
async fn the_catalogue_holds() {
    let client = ground().administrator().await;
    let mut wrong = Vec::new();
    for check in CHECKS {
        wrong.extend(found(&client, check).await.into_iter().map(|what| format!("not so: {}: {what}", check.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn each_check_finds_what_is_wrong_when_it_is_wrong() {
    let _still = ground().roles_stand_still().await;
    let client = ground().administrator().await;
    for check in CHECKS {
        assert!(!check.bad.is_empty(), "{} is never shown anything wrong", check.name);
        for (bad, said) in check.bad {
            client.batch_execute("begin").await.must("begin");
            client.batch_execute(bad).await.must(bad);
            let found = found(&client, check).await;
            client.batch_execute("rollback").await.must("rollback");
            assert!(found.iter().any(|what| what.contains(said)), "{} did not see: {bad}; it said {found:?}", check.name);
        }
    }
}

#[tokio::test]
async fn every_reviewed_exception_is_still_needed() {
    let client = ground().administrator().await;
    for check in CHECKS {
        let strict = Check { except: &[], ..*check };
        let needed = found(&client, &strict).await;
        let over: Vec<_> = check.except.iter().filter(|known| !needed.iter().any(|what| what == *known)).collect();
        assert!(over.is_empty(), "{}: take these off the list, nothing needs them any more: {over:?}", check.name);
    }
}
