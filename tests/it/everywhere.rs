//! One search for everything, and what an administrator had open last.

use crate::admins::signed_in_admin;
use crate::both_databases;
use crate::login_as;
use crate::resource::{make_account, owner_of_acme};
use crate::support::app::{OWNER_PASSWORD, TestApp, signed_in_owner};
use crate::support::client::Client;
use steward::housekeeping;
use steward::web::opened;

#[test]
fn whatever_has_a_page_can_be_named_among_what_was_opened() {
    let recorded = steward::app::FEATURES.iter().flat_map(|feature| feature.recorded);
    for (kind, address) in recorded {
        let has_page = address.is_some_and(|address| address.ends_with("{id}"));
        assert!(!has_page || steward::search::recent::kinds().any(|it| it == *kind), "{kind} at {address:?}");
    }
}

/// The names of what is found under a heading, in the order of the page.
async fn found(client: &mut Client, heading: &str, q: &str) -> Vec<String> {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
    let page = client.get(&format!("/search?{query}")).await;
    assert_eq!(page.status, 200, "{q}");
    let part = client.get(&format!("/search?part=found&{query}")).await;
    let sections = page.elements(".found section");
    assert_eq!(part.elements("section"), sections, "the palette shows the same of {q}");
    let section =
        sections.into_iter().find(|section| section.contains(&format!("<h2>{heading}</h2>"))).unwrap_or_default();
    let name = regex::Regex::new("<b>(?:<bdi>)?([^<]*)").expect("a pattern");
    name.captures_iter(&section).map(|name| name[1].to_owned()).collect()
}

async fn accounts(client: &mut Client, q: &str) -> Vec<String> {
    found(client, "Accounts", q).await
}

async fn users(client: &mut Client, q: &str) -> Vec<String> {
    found(client, "Users", q).await
}

async fn recent(client: &mut Client) -> Vec<String> {
    found(client, "Recently opened", "").await
}

async fn account(owner: &mut Client, title: &str, name: &str, reference: &str) {
    let made = owner
        .submit("/accounts/new", &[("title", title), ("name", name), ("tariff", "Basic"), ("external_id", reference)])
        .await;
    assert_eq!(made.status, 303, "{}", made.text());
}

async fn user(owner: &mut Client, account: i64, login: &str, fields: &[(&str, &str)]) {
    let email = format!("{login}@mail.example");
    let mut all = vec![("login", login), ("email", email.as_str())];
    all.retain(|(name, _)| fields.iter().all(|(given, _)| given != name));
    all.extend_from_slice(fields);
    let made = owner.submit(&format!("/accounts/{account}/users/new"), &all).await;
    assert_eq!(made.status, 303, "{}", made.text());
}

both_databases! {
    async fn accounts_are_found_by_title_name_id_and_reference(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        account(&mut owner, "Großhandel Ёлкин Zürich", "wholesale.eu", "CRM-0042/Ж").await;
        for q in ["GROSSHANDEL", "zurich елкин", "ёл", "ri", "ü", "wholesale", "LE.EU", "2", "#2", "CRM-0042/Ж", "crm-0042", "  Ёлкин  "] {
            assert_eq!(accounts(&mut owner, q).await, ["Großhandel Ёлкин Zürich"], "{q}");
        }
        for q in ["grosshändel", "zurich acme", "CRM-43", "*", "OR", "qwertz"] {
            assert!(accounts(&mut owner, q).await.is_empty(), "{q}");
        }
    }

    async fn users_of_all_accounts_are_found_by_whatever_is_known_of_them(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        user(&mut owner, 1, "anna.k", &[("first_name", "Анна"), ("last_name", "Ёлкина"), ("email", "A.Elkina@Mail.example"), ("phone", "+7 495 123-45-67")]).await;
        user(&mut owner, 2, "zoe", &[("first_name", "Zoë"), ("last_name", "O’Neil")]).await;
        for q in [
            "анна", "ЕЛКИНА анна", "ёлкина", "нн", "anna.k", "na.k", "anna.k@acme", "ANNA.K@ac", "a.elkina@mail.example", "A.ELKINA@MAIL.EXAMPLE",
            "elkina@", "+7 495 123-45-67", "7 (495) 1234567", "8 (495) 123-45-67", "+74951234567", "00 7 495 123 45 67", "495 123", "1234567",
        ] {
            assert_eq!(users(&mut owner, q).await, ["Анна Ёлкина"], "{q}");
        }
        for q in ["zoe", "Zoë", "o'neil", "ZOE O'NEIL", "ei", "zoe@globex", "zoe@glob"] {
            assert_eq!(users(&mut owner, q).await, ["Zoë O’Neil"], "{q}");
        }
        for q in ["анна zoe", "anna.k@globex", "+7 495 123-45-68", "йо", "иод", "%", "_", "zzz"] {
            assert!(users(&mut owner, q).await.is_empty(), "{q}");
        }
        let page = owner.get("/search?q=zoe").await;
        assert!(page.elements(".found a").iter().any(|link| link.contains("href=\"/accounts/2/users/2\"")), "{}", page.body);
    }

    async fn what_is_the_very_thing_stands_first(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        user(&mut owner, 1, "anna", &[("email", "info@acme.example"), ("phone", "+7 495 123-45-67"), ("first_name", "Exact")]).await;
        for n in 0..12 {
            user(&mut owner, 1, &format!("joanna{n}"), &[("email", &format!("xinfo@acme.example{n}.org")), ("first_name", "Near")]).await;
            account(&mut owner, &format!("The acme {n} company"), &format!("not-acme-{n}"), &format!("C-1{n}")).await;
        }
        assert_eq!(accounts(&mut owner, "acme").await.first().map(String::as_str), Some("acme"));
        assert_eq!(accounts(&mut owner, "1").await.first().map(String::as_str), Some("acme"), "the account with that id");
        assert_eq!(accounts(&mut owner, "C-1").await.len(), 8);
        assert_eq!(accounts(&mut owner, "C-11").await.first().map(String::as_str), Some("The acme 1 company"), "before C-110 and C-111");
        for q in ["info@acme.example", "INFO@acme.example", "anna@acme", "8 495 123 45 67", "anna"] {
            let users = users(&mut owner, q).await;
            assert_eq!(users.first().map(String::as_str), Some("Exact"), "{q}: {users:?}");
        }
        let page = owner.get("/search?q=acme").await;
        assert_eq!(page.link("All matching accounts"), "/accounts?q=acme");
        assert_eq!(owner.get("/accounts?q=acme").await.rows().len(), 13);
    }

    async fn what_is_deleted_is_found_by_what_names_it_alone(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        account(&mut owner, "Northern trade", "northern", "C-7").await;
        user(&mut owner, 2, "anna", &[("first_name", "Anna")]).await;
        assert_eq!(owner.submit("/accounts/2/delete", &[("typed_name", "northern")]).await.status, 303);
        for q in ["northern", "2", "C-7"] {
            assert_eq!(accounts(&mut owner, q).await, ["Northern trade"], "{q}");
        }
        assert!(owner.get("/search?q=northern").await.has_text("Deleted"));
        assert_eq!(users(&mut owner, "anna@northern").await, ["Anna"]);
        assert!(accounts(&mut owner, "north").await.is_empty());
        assert!(users(&mut owner, "anna").await.is_empty());
    }

    async fn a_change_is_found_by_what_it_has_become_alone(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        user(&mut owner, 1, "anna", &[("first_name", "Anna"), ("last_name", "Smirnova")]).await;
        assert_eq!(owner.submit("/accounts/1/users/1", &[("last_name", "Braun")]).await.status, 303);
        for (q, count) in [("smirnova", 0), ("sm", 0), ("braun", 1), ("br", 1), ("anna", 1)] {
            assert_eq!(users(&mut owner, q).await.len(), count, "{q}");
        }
        app.execute("UPDATE account_users SET search = 'anna braun'").await;
        for q in ["anna", "an", "braun"] {
            assert_eq!(users(&mut owner, q).await, ["Anna Braun"], "{q}, as an older program wrote it");
        }
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(users(&mut owner, "an").await, ["Anna Braun"]);
        assert_eq!(owner.submit("/accounts/1/users/1/delete", &[]).await.status, 303);
        for q in ["anna", "an", "anna@acme", "anna@mail.example"] {
            assert!(users(&mut owner, q).await.is_empty(), "{q}");
        }
    }

    async fn common_words_and_rare_ones_are_found_among_many(app: TestApp) {
        steward::demo::fill(&app.state, 300, 2500).await.expect("the demo data fits");
        let mut owner = signed_in_owner(&app).await;
        app.execute("UPDATE account_users SET first_name = 'Ъъ', search = 'ъъ qwertz\n¹' WHERE id = (SELECT min(u.id) FROM account_users u JOIN accounts a ON a.id = u.account_id WHERE a.deleted_at IS NULL)").await;
        for q in ["example", "ex", "a", "а"] {
            assert_eq!(users(&mut owner, q).await.len(), 8, "{q}");
        }
        for q in ["qwertz", "ъъ", "ъъ qw"] {
            assert_eq!(users(&mut owner, q).await.len(), 1, "{q}");
        }
        assert!(owner.get("/search?q=ex").await.has_text("There are more"));
    }

    async fn pages_are_those_that_the_reader_may_open(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(found(&mut owner, "Pages", "brand").await, ["Brand"]);
        assert_eq!(found(&mut owner, "Pages", "AUDIT").await, ["Audit trail"]);
        let mut auditor = signed_in_admin(&app, &mut owner, "ada", "auditor").await;
        assert_eq!(accounts(&mut auditor, "acme").await, ["acme"]);
        assert!(found(&mut auditor, "Pages", "brand").await.is_empty());
        let page = owner.get("/search?q=tariffs").await;
        assert_eq!(page.texts(".found h2").first().map(String::as_str), Some("Pages"), "whoever types its name is after it");
        assert_eq!(app.client().get("/search?q=acme").await.location(), "/sign-in?return_to=%2Fsearch%3Fq%3Dacme");
    }

    async fn no_question_is_too_much_for_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let words = (0..300).map(|n| format!("{n:03}")).collect::<Vec<_>>().join(" ");
        for q in [words.as_str(), &"ﷺ".repeat(300), &"\"".repeat(200), "¨ ´ ̈", "\u{10ffff}a", "99999999999999999999", "a@b@c", "@", "+", "old"] {
            for heading in ["Accounts", "Users"] {
                assert!(found(&mut owner, heading, q).await.is_empty(), "{q}");
            }
        }
        assert_eq!(owner.get("/search?q=%00%20&part=found").await.status, 200);
    }

    async fn the_last_things_opened_stand_there_newest_first_and_each_once(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(owner.submit("/accounts/1/groups/new", &[("name", "Night shift")]).await.status, 303);
        user(&mut owner, 1, "anna", &[("first_name", "Anna")]).await;
        for path in ["/accounts/1/users/1/sessions", "/tariffs/1", "/accounts/1/groups/2", "/accounts/1/overview", "/accounts/1/users/1", "/accounts/1/users/99", "/accounts", "/accounts/1/users/1/avatar"] {
            owner.get(path).await;
        }
        assert_eq!(recent(&mut owner).await, ["Anna", "acme", "Night shift", "Basic"]);
        let page = owner.get("/search").await;
        let links: Vec<String> = page.elements(".found section:first-child a").iter().filter_map(|it| Some(it.split('"').nth(1)?.to_owned())).collect();
        assert_eq!(links, ["/accounts/1/users/1", "/accounts/1/overview", "/accounts/1/groups/2", "/tariffs/1"]);
        assert_eq!(owner.submit("/accounts/1/users/1", &[("first_name", "Ann")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/groups/2/delete", &[]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        assert_eq!(recent(&mut owner).await, ["acme", "Ann", "Basic"], "with the name of today, and without what is gone");
        assert!(owner.get("/search").await.texts(".found section:first-child li")[0].contains("Deleted"));
    }

    async fn twenty_are_kept_for_each_and_come_with_them_to_other_nodes(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for n in 2..=24 {
            make_account(&mut owner, &format!("account-{n:02}")).await;
        }
        let mut ada = signed_in_admin(&app, &mut owner, "ada", "support").await;
        for n in 1..=24 {
            owner.get(&format!("/accounts/{n}")).await;
        }
        let expected: Vec<String> = (5..=24).rev().map(|n| format!("account-{n:02}")).collect();
        assert_eq!(recent(&mut owner).await, expected);
        assert!(recent(&mut ada).await.is_empty(), "of her own");
        let other = app.beside(|_| {}).await;
        let mut there = owner.at(&other.base_url);
        assert!(recent(&mut there).await.is_empty());
        opened::write(&app.state).await.expect("it is written");
        assert_eq!(recent(&mut there).await, expected);
        app.clock.advance(chrono::Duration::seconds(1));
        there.get("/tariffs/1").await;
        opened::write(&other.state).await.expect("it is written");
        let all = recent(&mut owner).await;
        assert_eq!((all.len(), all[0].as_str(), all[1].as_str()), (20, "Basic", "account-24"));
        let mut again = login_as::signed_in(&app, "/sign-in", "owner", OWNER_PASSWORD).await;
        assert_eq!(recent(&mut again).await, all, "another session of the same person");
    }

    async fn a_page_that_is_opened_writes_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get("/accounts/1").await;
        let writer = app.state.db.begin().await.expect("a transaction begins");
        assert_eq!(owner.get("/tariffs/1").await.status, 200);
        assert_eq!(owner.get("/search").await.status, 200);
        writer.rollback().await.expect("it is over");
        assert_eq!(recent(&mut owner).await, ["Basic", "acme"]);
    }
}
