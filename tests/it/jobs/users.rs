//! Acts on many users of an account.

use super::{count, work};
use crate::both_databases;
use crate::login_as::{scene, support};
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;

const BULK: &str = "/accounts/1/users/bulk";

async fn begin(client: &mut Client, asked: &str, fields: &[(&str, &str)]) -> Answer {
    let begun = client.submit_on(&format!("{BULK}?{asked}"), BULK, fields, &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    client.follow(&begun).await
}

async fn actives(owner: &mut Client) -> Vec<bool> {
    let list = owner.get("/accounts/1/users?sort=id").await;
    list.rows().iter().map(|row| row.join(" ").contains("Active")).collect()
}

both_databases! {
    async fn users_are_deactivated_signed_out_and_brought_back(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut anna = app.client();
        let signed_in = anna.submit("/portal/sign-in", &[("login", "anna@acme"), ("password", crate::login_as::PASSWORD)]).await;
        assert_eq!(signed_in.status, 303);
        begin(&mut owner, "act=deactivate&all=on", &[]).await;
        work(&app).await;
        assert_eq!(actives(&mut owner).await, [false, false]);
        assert_eq!(anna.get("/portal").await.location(), "/portal/sign-in");
        assert_eq!(owner.submit_on("/tasks/1", "/tasks/1/undo", &[], &[]).await.status, 303);
        work(&app).await;
        assert_eq!(actives(&mut owner).await, [true, true]);
    }

    async fn roles_and_groups_are_given_and_taken(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", "Analyst")]).await.status, 303);
        assert_eq!(owner.submit("/accounts/1/groups/new", &[("name", "Sales")]).await.status, 303);
        let chosen = owner.submit_on(&format!("{BULK}?act=add_role&id=1&id=2"), BULK, &[], &[]).await;
        assert_eq!((chosen.status, chosen.field_error("role").is_some()), (422, true), "{}", chosen.text());
        begin(&mut owner, "act=add_role&id=1&id=2", &[("role", "Analyst")]).await;
        begin(&mut owner, "act=add_group&id=2", &[("group", "Sales")]).await;
        begin(&mut owner, "act=remove_group&id=1&id=2", &[("group", "Main")]).await;
        work(&app).await;
        let boris = owner.get("/accounts/1/users/2").await.form("/accounts/1/users/2").pairs();
        let has = |name: &str| boris.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
        assert_eq!((has("roles"), has("groups")), (vec!["1"], vec!["2"]));
        let refused = owner.get("/tasks/3?outcome=refused").await;
        assert!(refused.has_text("anna@acme") && refused.has_text("A user is in at least one group"), "{}", refused.text());
    }

    async fn welcome_letters_go_to_those_who_may_have_one(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit("/accounts/1/users/2", &[("active", crate::support::form::OFF)]).await.status, 303);
        let mut sam = support(&app).await;
        let preview = sam.get(&format!("{BULK}?act=welcome&all=on")).await;
        assert_eq!([count(&preview, "Will be changed"), count(&preview, "Will be refused")], ["1", "1"], "{}", preview.text());
        begin(&mut sam, "act=welcome&all=on", &[]).await;
        work(&app).await;
        let page = sam.get("/tasks/1").await;
        assert_eq!([count(&page, "Done"), count(&page, "Refused")], ["1", "1"]);
        let letter = owner.get("/outbox").await.rows().swap_remove(0).join(" ");
        assert!(letter.contains("anna@example.com"), "{letter}");
        assert!(!page.body.contains("/tasks/1/undo"), "a letter that was sent is not taken back");
    }

    async fn support_ends_sessions_and_changes_nobody(app: TestApp) {
        let mut owner = scene(&app).await;
        let mut anna = crate::login_as::signed_in(&app, "/portal/sign-in", "anna@acme", crate::login_as::PASSWORD).await;
        let mut sam = support(&app).await;
        assert_eq!(sam.get(&format!("{BULK}?act=deactivate&id=1")).await.status, 403);
        let offered = sam.get("/accounts/1/users").await.texts("#bulk-act option");
        assert_eq!(offered, ["Send welcome letter", "End sessions"]);
        begin(&mut sam, "act=end_sessions&id=1&id=2", &[]).await;
        work(&app).await;
        assert_eq!(anna.get("/portal").await.location(), "/portal/sign-in");
        let page = owner.get("/tasks/1").await;
        assert_eq!([count(&page, "Done"), count(&page, "Already so")], ["1", "1"], "{}", page.text());
    }

    async fn a_frozen_account_refuses_what_its_pages_refuse(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        begin(&mut owner, "act=must_change_password&all=on", &[]).await;
        begin(&mut owner, "act=deactivate&id=2", &[]).await;
        work(&app).await;
        let [refused, done] = [owner.get("/tasks/1").await, owner.get("/tasks/2").await];
        assert_eq!([count(&refused, "Refused"), count(&done, "Done")], ["2", "1"], "{}", refused.text());
    }

    async fn users_are_deleted_for_good(app: TestApp) {
        let mut owner = scene(&app).await;
        begin(&mut owner, "act=delete&id=1&id=2", &[]).await;
        work(&app).await;
        assert_eq!(actives(&mut owner).await, [] as [bool; 0]);
        let page = owner.get("/tasks/1").await;
        assert!(count(&page, "Done") == "2" && !page.body.contains("/tasks/1/undo"), "{}", page.text());
        assert!(owner.get("/accounts").await.rows()[0].contains(&"0".to_owned()), "they are no longer counted");
    }
}
