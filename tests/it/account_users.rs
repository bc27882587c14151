//! Users of an account: the list and the form.

pub mod avatar;
mod ends;
pub mod letters;

use crate::both_databases;
use crate::resource::{make_account, owner_of_acme};
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::form::{OFF, ON};
use futures_util::future::join_all;

const USERS: &str = "/accounts/1/users";
const NEW: &str = "/accounts/1/users/new";
const FIRST: &str = "/accounts/1/users/1";
const PASSWORD: &str = "nine Yellow otters at 6 o'clock";

/// With these fields beside a login and an email.
pub async fn try_create(client: &mut Client, login: &str, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("login", login), ("email", "someone@example.com")];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
    fields.extend_from_slice(more);
    client.submit(NEW, &fields).await
}

async fn create(client: &mut Client, login: &str, more: &[(&str, &str)]) {
    let made = try_create(client, login, more).await;
    assert_eq!((made.status, made.location()), (303, USERS), "{}", made.text());
}

/// `login@account` of each row, in the order of the list.
async fn logins(client: &mut Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("{USERS}{query}")).await;
    assert_eq!(list.status, 200);
    logins_in(&list)
}

fn logins_in(list: &Answer) -> Vec<String> {
    list.rows().into_iter().filter_map(|row| Some(format!("{}@acme", row.get(2)?))).collect()
}

/// A user who has signed in with the password the administrator set, and owes a new one.
async fn signed_in_user(app: &TestApp) -> Client {
    let mut user = app.client();
    let answer = user.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(user.get("/portal/new-password").await.status, 200);
    user
}

async fn is_signed_in(user: &mut Client) -> bool {
    user.get("/portal/new-password").await.status == 200
}

both_databases! {
    async fn the_list_is_sorted_over_two_pages(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for n in (0..30).rev() {
            let name = if n % 2 == 0 { format!("анна {n:02}") } else { format!("АННА {n:02}") };
            create(&mut owner, &format!("user{n:02}"), &[("first_name", &name)]).await;
        }
        let expected: Vec<String> = (0..30).map(|n| format!("user{n:02}@acme")).collect();
        let first = owner.get(&format!("{USERS}?size=25")).await;
        let second = owner.get(&first.link("Next")).await;
        assert_eq!([logins_in(&first), logins_in(&second)].concat(), expected);
        assert!(second.has_text("26–30 of 30"), "{}", second.text());
        for sort in ["id", "login", "email", "lang", "master", "has_2fa", "active", "last_sign_in"] {
            let first = owner.get(&format!("{USERS}?size=25&sort=-{sort}")).await;
            let second = owner.get(&first.link("Next")).await;
            let mut all = [logins_in(&first), logins_in(&second)].concat();
            all.sort();
            assert_eq!(all, expected, "{sort}");
        }
    }

    async fn a_search_finds_names_logins_emails_and_phones(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("first_name", "Анна"), ("last_name", "Ёжикова"), ("email", "a.hedgehog@пример.рф")]).await;
        create(&mut owner, "boris", &[("phone", "+7 (495) 123-45-67")]).await;
        for (q, found) in [("ЁЖИК", "anna"), ("анна ё", "anna"), ("HEDGEHOG", "anna"), ("ПРИМЕР", "anna"), ("ori", "boris"), ("495 123-45", "boris")] {
            assert_eq!(logins(&mut owner, &format!("?q={q}")).await, [format!("{found}@acme")], "{q}");
        }
        assert_eq!(logins(&mut owner, "?q=%25").await, [""; 0]);
        assert_eq!(logins(&mut owner, "?q=%00&lang=%00").await.len(), 2);
    }

    async fn filters_narrow_the_list(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("master", ON), ("language", "ru")]).await;
        create(&mut owner, "boris", &[("active", OFF)]).await;
        for (query, found) in [("active=1", "anna"), ("active=0", "boris"), ("master=1", "anna"), ("lang=en", "boris"), ("master=0", "boris")] {
            assert_eq!(logins(&mut owner, &format!("?{query}")).await, [format!("{found}@acme")], "{query}");
        }
        assert_eq!(logins(&mut owner, "?has_2fa=0").await.len(), 2);
        assert!(logins(&mut owner, "?has_2fa=1").await.is_empty());
    }

    async fn no_page_takes_more_than_three_statements(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        let list = format!("{USERS}?q=a&sort=-email&active=1");
        for path in [USERS, NEW, FIRST, list.as_str()] {
            let before = app.state.db.statements();
            assert_eq!(owner.get(path).await.status, 200, "{path}");
            let taken = app.state.db.statements() - before;
            assert!(taken <= 3, "{path} took {taken} statements");
        }
    }

    async fn a_user_is_created_as_typed_and_counted(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let made = try_create(&mut owner, "  ＡNNA.Smith ", &[("first_name", "Анна"), ("phone", "+7 495 123-45-67"), ("alert_limits", ON)]).await;
        let list = owner.follow(&made).await;
        assert!(list.has_text("User anna.smith@acme is created. The welcome letter is queued."), "{}", list.text());
        let page = owner.get(FIRST).await;
        let shown = |field: &str| page.value_of(field).unwrap_or_default();
        assert_eq!([shown("login"), shown("first_name"), shown("phone"), shown("language")], ["anna.smith", "Анна", "+7 495 123-45-67", "en"]);
        assert_eq!([shown("active"), shown("alert_limits"), shown("alert_complaints"), shown("master")], ["on", "on", "", ""]);
        assert_eq!(shown("groups"), "1", "a new user is in Main");
        assert_eq!(shown("send_access_email"), "", "an edit sends no letter unless asked");
        let counted = owner.get("/accounts").await.rows().concat();
        assert!(counted.contains(&"1".to_owned()), "{counted:?}");
    }

    async fn each_field_is_refused_with_the_input_kept(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "taken", &[]).await;
        let long = "я".repeat(81);
        let wrong = [
            ("login", ""), ("login", "a b"), ("login", "-a"), ("login", "taken"), ("login", "TAKEN"), ("login", "anna@acme"),
            ("email", ""), ("email", "anna"), ("email", "a@b.com,c@d.com"), ("first_name", &long), ("last_name", &long),
            ("phone", "12"), ("phone", "8 495 123-45-67"), ("notify_email", "nobody"), ("password", "short"),
            ("password", "aaaaaaaaaaaaaaaaaaaa"), ("password", "someone@example.com"),
        ];
        for (field, value) in wrong {
            let refused = try_create(&mut owner, "anna", &[("last_name", "Ёжикова"), ("master", ON)].into_iter().filter(|(other, _)| *other != field).chain([(field, value)]).collect::<Vec<_>>()).await;
            assert_eq!(refused.status, 422, "{field}={value:?}: {}", refused.text());
            assert!(refused.title().starts_with("Error: "));
            assert!(refused.field_error(field).is_some(), "{field}={value:?} is refused elsewhere: {}", refused.text());
            assert_eq!(refused.value_of(field).as_deref(), Some(if field == "password" { "" } else { value }));
            assert_eq!(refused.value_of("master").as_deref(), Some("on"));
        }
        owner.get(NEW).await;
        let crafted = owner.post(NEW, &[("login", "anna"), ("email", "a@b.com"), ("language", "xx"), ("groups", "77"), ("roles", "x")]).await;
        assert_eq!(crafted.status, 422);
        assert_eq!(logins(&mut owner, "").await, ["taken@acme"]);
    }

    async fn groups_of_another_account_are_not_assigned(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        owner.get(NEW).await;
        let crafted = owner.post(NEW, &[("login", "anna"), ("email", "a@b.com"), ("language", "en"), ("groups", "2")]).await;
        assert_eq!(crafted.status, 422);
        assert!(crafted.field_error("groups").is_some(), "{}", crafted.text());
    }

    async fn a_form_without_its_token_changes_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        let form = [("content-type", "application/x-www-form-urlencoded")];
        for path in [NEW, FIRST, "/accounts/1/users/1/delete", "/accounts/1/users/1/welcome", "/accounts/1/users/1/remove-second-factor"] {
            let refused = owner.post_raw(path, &form, "login=other&email=a@b.com&language=en&version=1").await;
            assert_eq!(refused.status, 403, "{path}");
        }
        assert_eq!(logins(&mut owner, "").await, ["anna@acme"]);
    }

    async fn support_sees_and_sends_letters_but_edits_nothing(app: TestApp) {
        let mut client = owner_of_acme(&app).await;
        create(&mut client, "anna", &[("send_access_email", OFF)]).await;
        app.execute("UPDATE admins SET role = 'support'").await;
        let list = client.get(USERS).await;
        assert_eq!((list.has_link("Create"), list.has_link("Delete: anna"), list.has_link("Welcome letter: anna")), (false, false, true));
        let page = client.get(FIRST).await;
        assert_eq!((page.status, page.has_text("Save"), page.has_text("Delete")), (200, false, false));
        for path in [NEW, FIRST, "/accounts/1/users/1/delete", "/accounts/1/users/1/remove-second-factor"] {
            assert_eq!(client.post(path, &[("login", "other"), ("version", "1")]).await.status, 403, "{path}");
        }
        assert_eq!(client.submit("/accounts/1/users/1/welcome", &[]).await.status, 303);
        app.execute("UPDATE admins SET role = 'auditor'").await;
        assert_eq!(client.post("/accounts/1/users/1/welcome", &[]).await.status, 403);
        assert_eq!(client.get(USERS).await.status, 200);
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[]).await;
        let mine = owner.get(FIRST).await;
        assert_eq!(owner.clone().submit(FIRST, &[("first_name", "Theirs")]).await.status, 303);
        let stale = owner.submit_shown(&mine, FIRST, &[("first_name", "Mine")], &[]).await;
        assert_eq!(stale.status, 409);
        assert_eq!(stale.rows(), [["First name", "–", "Mine", "Theirs"]]);
        let saved = owner.submit_shown(&stale, FIRST, &[], &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(owner.get(FIRST).await.value_of("first_name").as_deref(), Some("Mine"));
    }

    async fn each_change_is_on_the_record_without_secrets(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("send_access_email", OFF)]).await;
        let edit = [("email", "anna@example.org"), ("password", PASSWORD), ("groups", OFF), ("master", ON)];
        assert_eq!(owner.submit(FIRST, &edit).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/users/1/delete", &[]).await.status, 303);
        let page = owner.get("/accounts/1/history").await;
        assert!(!page.has_text(PASSWORD) && !page.has_text("argon2"));
        let record: Vec<String> = page.rows().iter().map(|row| row.join(" | ")).take(3).collect();
        for (line, says) in record.iter().zip(["Deleted", "Changed", "Created"]) {
            assert!(line.contains("owner") && line.contains(&format!("{says} · useranna@acme")), "{line}");
        }
        for says in ["Contact emailsomeone@example.com → anna@example.org", "Set passwordchanged", "Must change password at next loginyes", "Assigned groupsMain → ∅", "Master useryes"] {
            assert!(record[1].contains(says), "{says} in {}", record[1]);
        }
    }

    async fn of_fifty_at_once_with_one_login_one_wins(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.get(NEW).await;
        let all = (0..50).map(|_| {
            let mut client = owner.clone();
            async move { client.post(NEW, &[("login", "anna"), ("email", "a@example.com"), ("language", "en")]).await }
        });
        let answers = join_all(all).await;
        let with = |status| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((with(303), with(422)), (1, 49));
        assert!(answers.iter().filter(|answer| answer.status == 422).all(|answer| answer.field_error("login").is_some()));
        assert_eq!(logins(&mut owner, "").await, ["anna@acme"]);
        assert!(owner.get("/accounts").await.rows().concat().contains(&"1".to_owned()));
    }

    async fn where_administrators_set_no_passwords_none_is_taken(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.admin_set_passwords = false).await;
        let mut owner = owner_of_acme(&app).await;
        let page = owner.get(NEW).await;
        assert_eq!(page.value_of("password"), None);
        let crafted = owner.post(NEW, &[("login", "anna"), ("email", "a@b.com"), ("language", "en"), ("password", PASSWORD)]).await;
        assert_eq!(crafted.status, 422);
    }

    async fn what_users_sign_in_with_is_found_as_rows_show_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        create(&mut owner, "anna", &[("email", "a@globex.com"), ("first_name", "Мария")]).await;
        create(&mut owner, "boris.b_x", &[("email", "b@example.com")]).await;
        for (question, found) in [
            ("anna@acme", &["anna@acme"][..]),
            ("ANNA@Acme", &["anna@acme"]),
            ("na@ac", &["anna@acme"]),
            ("@acme мария", &["anna@acme"]),
            ("acme", &["anna@acme", "boris.b_x@acme"]),
            ("@acme", &["anna@acme", "boris.b_x@acme"]),
            ("@", &["anna@acme", "boris.b_x@acme"]),
            ("b_x@acme", &["boris.b_x@acme"]),
            ("a@globex", &["anna@acme"]),
            ("2", &["boris.b_x@acme"]),
            ("b_x@acme anna", &[]),
            ("n_a@acme", &[]),
            ("boris@acme", &[]),
            ("anna@globex", &[]),
            ("anna@acmes", &[]),
            ("anna@cme", &[]),
        ] {
            let asked = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", question).finish();
            assert_eq!(logins(&mut owner, &format!("?sort=login&{asked}")).await, found, "{question}");
        }
    }

    async fn somebody_elses_user_is_not_there(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        create(&mut owner, "anna", &[]).await;
        for end in ["", "/delete", "/welcome", "/avatar", "/remove-second-factor"] {
            assert_eq!(owner.get(&format!("/accounts/2/users/1{end}")).await.status, 404, "{end}");
            assert_eq!(owner.get(&format!("/accounts/1/users/99{end}")).await.status, 404, "{end}");
        }
        owner.get(USERS).await;
        let fields = [("login", "eve"), ("email", "a@b.com"), ("language", "en"), ("version", "1")];
        for end in ["", "/delete", "/welcome", "/remove-second-factor"] {
            assert_eq!(owner.post(&format!("/accounts/2/users/1{end}"), &fields).await.status, 404, "{end}");
        }
        assert_eq!(owner.get("/accounts/99/users").await.status, 404);
        assert_eq!(logins(&mut owner, "").await, ["anna@acme"]);
    }
}
