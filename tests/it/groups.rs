//! Groups: what an account's users see. Main is always there.

use crate::both_databases;
use crate::resource::{Resource, make_account, owner_of_acme};
use crate::support::app::TestApp;
use futures_util::future::join_all;

const LOGINS: [&str; 8] = ["anna", "boris", "clara", "dmitri", "emma", "fyodor", "greta", "hans"];
const GROUPS: Resource = Resource { path: "/accounts/1/groups", form: &[] };

both_databases! {
    async fn every_account_begins_with_its_main_group(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        assert_eq!(GROUPS.names(&mut owner, "").await, ["Main"]);
    }

    async fn the_list_is_sorted_over_two_pages_and_searched_in_any_script(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for n in (0..30).rev() {
            GROUPS.create(&mut owner, &format!("Группа {n:02}")).await;
        }
        let first = owner.get("/accounts/1/groups?size=25").await;
        let second = owner.get(&first.link("Next")).await;
        assert_eq!((first.rows().len(), second.rows().len()), (25, 6));
        assert!(second.has_text("26–31 of 31"), "{}", second.text());
        assert_eq!(GROUPS.names(&mut owner, "?q=ГРУППА 29").await, ["Группа 29"]);
        assert_eq!(GROUPS.names(&mut owner, "?sort=-name").await.first().map(String::as_str), Some("Группа 29"));
    }

    async fn main_is_neither_renamed_nor_deleted(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let page = owner.get("/accounts/1/groups/1").await;
        assert!(page.has_text("cannot be renamed or deleted") && !page.has_text("Save"), "{}", page.text());
        let renamed = owner.post("/accounts/1/groups/1", &[("name", "Other"), ("version", "1")]).await;
        let deleted = owner.post("/accounts/1/groups/1/delete", &[]).await;
        assert_eq!((renamed.status, deleted.status), (409, 409));
        assert_eq!(GROUPS.names(&mut owner, "").await, ["Main"]);
    }

    async fn a_name_is_taken_once_in_an_account(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        for wrong in ["Main", "", " \u{202E} "] {
            let refused = GROUPS.try_create(&mut owner, &[("name", wrong)]).await;
            assert_eq!(refused.status, 422, "{wrong:?}");
            assert!(refused.field_error("name").is_some());
            assert_eq!(refused.value_of("name").as_deref(), Some(wrong));
        }
        GROUPS.create(&mut owner, "Sales").await;
        assert_eq!(owner.submit("/accounts/2/groups/new", &[("name", "Sales")]).await.status, 303);
    }

    async fn somebody_elses_group_is_not_there(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        make_account(&mut owner, "globex").await;
        GROUPS.create(&mut owner, "Sales").await;
        assert_eq!(owner.get("/accounts/2/groups/3").await.status, 404);
        assert_eq!(owner.post("/accounts/2/groups/3", &[("name", "Mine"), ("version", "1")]).await.status, 404);
        assert_eq!(owner.post("/accounts/2/groups/3/delete", &[]).await.status, 404);
        assert_eq!(GROUPS.names(&mut owner, "").await, ["Main", "Sales"]);
    }

    async fn deleting_a_group_moves_its_members_to_main_and_says_how_many(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        GROUPS.create(&mut owner, "Sales").await;
        for (login, groups) in [("anna", &["1", "2"][..]), ("boris", &["2"]), ("clara", &["1"])] {
            let mut user = vec![("login", login), ("email", "a@example.com")];
            user.extend(groups.iter().map(|group| ("groups", *group)));
            assert_eq!(owner.submit("/accounts/1/users/new", &user).await.status, 303);
        }
        let asked = owner.get("/accounts/1/groups/2/delete").await;
        assert!(asked.has_text("2 members move to Main"), "{}", asked.text());
        let deleted = owner.submit("/accounts/1/groups/2/delete", &[]).await;
        let list = owner.follow(&deleted).await;
        assert!(list.has_text("2 members moved to Main"), "{}", list.text());
        assert_eq!(list.rows(), [["Main", "3", ""]]);
        let record = owner.get("/audit").await.rows().into_iter().next().unwrap_or_default().join(" | ");
        assert!(record.contains("Deleted · groupSales") && record.contains("Members moved to Main2"), "{record}");
    }

    async fn a_stale_edit_changes_nothing_and_shows_both_values(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        GROUPS.create(&mut owner, "Before").await;
        let mine = owner.get("/accounts/1/groups/2").await;
        assert_eq!(owner.clone().submit("/accounts/1/groups/2", &[("name", "Theirs")]).await.status, 303);
        let stale = owner.submit_shown(&mine, "/accounts/1/groups/2", &[("name", "Mine")], &[]).await;
        assert_eq!(stale.status, 409);
        assert_eq!(stale.rows(), [["Name", "Before", "Mine", "Theirs"]]);
        assert_eq!(GROUPS.names(&mut owner, "").await, ["Main", "Theirs"]);
    }

    async fn who_may_only_see_changes_nothing(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        GROUPS.create(&mut owner, "Sales").await;
        app.execute("UPDATE admins SET role = 'auditor'").await;
        assert!(!owner.get(GROUPS.path).await.has_link("Create"));
        for path in ["/accounts/1/groups/new", "/accounts/1/groups/2", "/accounts/1/groups/2/delete"] {
            assert_eq!(owner.post(path, &[("name", "Other"), ("version", "1")]).await.status, 403, "{path}");
            let form = [("content-type", "application/x-www-form-urlencoded")];
            assert_eq!(owner.post_raw(path, &form, "name=Other&version=1").await.status, 403, "{path}");
        }
        assert_eq!(GROUPS.names(&mut owner, "").await, ["Main", "Sales"]);
    }

    async fn a_group_deleted_while_users_are_put_into_it_loses_nobody(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for login in LOGINS {
            let user = [("login", login), ("email", "a@example.com"), ("groups", "1")];
            assert_eq!(owner.submit("/accounts/1/users/new", &user).await.status, 303);
        }
        for round in 2..7 {
            GROUPS.create(&mut owner, "Sales").await;
            let group = round.to_string();
            let edits = (1..=LOGINS.len()).map(|user| {
                let (mut owner, group) = (owner.clone(), group.clone());
                async move {
                    let page = format!("/accounts/1/users/{user}");
                    let shown = owner.get(&page).await;
                    let version = shown.value_of("version").unwrap_or_default();
                    let fields = [("login", LOGINS[user - 1]), ("email", "a@example.com"), ("language", "en"), ("active", "on"), ("version", &version), ("groups", &group)];
                    owner.post(&page, &fields).await
                }
            });
            let (mut deleting, path) = (owner.clone(), format!("/accounts/1/groups/{group}/delete"));
            let asked = deleting.get(&path).await;
            let (deleted, edited) = tokio::join!(deleting.submit_shown(&asked, &path, &[], &[]), join_all(edits));
            assert_eq!(deleted.status, 303, "{}", deleted.text());
            for answer in edited {
                assert!(matches!(answer.status, 303 | 422), "{}: {}", answer.status, answer.text());
            }
            let list = owner.get(GROUPS.path).await;
            assert_eq!(list.rows(), [["Main", &LOGINS.len().to_string(), ""]]);
        }
    }
}
