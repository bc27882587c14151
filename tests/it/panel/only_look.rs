//! Where somebody may look and not change, nothing looks as if it could be saved.

use crate::accounts::owner_with_choices;
use crate::both_databases;
use crate::login_as::PASSWORD;
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::OFF;

/// Every form that somebody who may only look can open.
const FORMS: [&str; 8] = [
    "/accounts/1",
    "/accounts/1/users/1",
    "/accounts/1/groups/2",
    "/accounts/1/roles/1",
    "/tariffs/1",
    "/web-version-policies/1",
    "/databases/1",
    "/admins/1",
];

async fn everything(app: &TestApp) -> Client {
    let mut owner = owner_with_choices(app).await;
    let anna = [("login", "anna"), ("email", "anna@example.com"), ("password", PASSWORD)];
    for (path, fields) in [
        ("/accounts/1/users/new", &anna[..]),
        ("/accounts/1/groups/new", &[("name", "Readers")]),
        ("/accounts/1/roles/new", &[("name", "Readers")]),
    ] {
        assert_eq!(owner.submit(path, fields).await.status, 303, "{path}");
    }
    owner
}

/// The fields that can be typed into, and the buttons that would send them.
fn live(page: &Answer) -> Vec<String> {
    let within = ":is(input:not([type=hidden]), select, textarea, button)";
    let all = page.elements(&format!("main form[method=post] {within}"));
    let mut dead = page.elements(&format!("main fieldset[disabled] {within}"));
    // What was done a moment ago can be taken back, which is no form of the page.
    dead.extend(page.elements(".flash form button"));
    all.into_iter().filter(|it| !dead.contains(it)).collect()
}

both_databases! {
    async fn who_may_only_look_finds_every_form_disabled_and_told_why(app: TestApp) {
        let mut client = everything(&app).await;
        for form in FORMS {
            let page = client.get(form).await;
            assert!(!live(&page).is_empty() && page.texts(".looks").is_empty(), "{form}: an owner may change it: {}", page.text());
        }
        for (role, statement) in [("support", "UPDATE admins SET role = 'support'"), ("auditor", "UPDATE admins SET role = 'auditor'")] {
            app.execute(statement).await;
            for form in FORMS {
                let page = client.get(form).await;
                assert_eq!(page.status, 200, "{form}");
                assert_eq!(live(&page), [""; 0], "{form} as {role}");
                assert_eq!(page.texts(".looks"), [format!("You can look, not change: your role is {role}.")], "{form}");
                assert!(!page.has_text("Save") && !page.body.contains("type=\"password\"") && !page.body.contains("type=\"file\""), "{form}: {}", page.text());
            }
        }
        app.execute("UPDATE admins SET role = 'manager'").await;
        assert_eq!(client.get("/admins/1").await.texts(".looks"), ["You can look, not change: your role is manager."]);
    }

    async fn what_belongs_to_a_frozen_or_deleted_account_is_disabled_and_says_so(app: TestApp) {
        let mut owner = everything(&app).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        for form in ["/accounts/1/groups/2", "/accounts/1/roles/1", "/accounts/1/groups/new", "/accounts/1/roles/new", "/accounts/1/users/new"] {
            let page = owner.get(form).await;
            assert_eq!(live(&page), [""; 0], "{form}");
            assert_eq!(page.texts(".looks"), ["The account is frozen. Unfreeze it first."], "{form}");
        }
        assert_eq!(owner.submit("/accounts/1/delete", &[("typed_name", "acme")]).await.status, 303);
        for form in ["/accounts/1/groups/2", "/accounts/1/roles/1", "/accounts/1/users/1"] {
            let page = owner.get(form).await;
            assert_eq!(live(&page), [""; 0], "{form}");
            assert_eq!(page.texts(".looks"), ["The account is deleted. Restore it first."], "{form}");
        }
        assert_eq!(live(&owner.get("/accounts/1").await), [""; 0]);
    }

    async fn in_a_frozen_account_a_user_can_be_switched_off_and_nothing_else(app: TestApp) {
        let mut owner = everything(&app).await;
        let user = "/accounts/1/users/1";
        let before = owner.get(user).await;
        assert_eq!(owner.submit("/accounts/1/freeze", &[]).await.status, 303);
        let page = owner.get(user).await;
        assert_eq!(page.texts(".looks"), ["The account is frozen. Unfreeze it first. This user can still be deactivated or deleted."]);
        assert_eq!(live(&page).len(), 2, "the switch and the button: {:?}", live(&page));
        let late = owner.submit_shown(&before, user, &[("first_name", "Ann")], &[]).await;
        assert_eq!((late.status, late.value_of("first_name").as_deref()), (409, Some("Ann")), "what was typed before stays: {}", late.text());
        assert!(!live(&late).is_empty(), "and can be sent as soon as it is unfrozen");
        assert_eq!(owner.submit(user, &[("active", OFF)]).await.status, 303);
        let page = owner.get(user).await;
        assert_eq!(live(&page), [""; 0], "it cannot be switched on again");
        assert_eq!([page.value_of("login"), page.value_of("email")].map(Option::unwrap), ["anna", "anna@example.com"], "nothing else has changed");
        let record = crate::login_as::newest(&mut owner, "/accounts/1/history").await;
        assert!(record.contains("Changed · useranna@acme") && record.contains("1 field"), "{record}");
    }
}
