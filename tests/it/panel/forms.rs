//! Forms for new things: where they begin, what they mark, and how one follows the other.

use crate::accounts::owner_with_choices;
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::client::Client;

/// The form of a new thing, its first field, and what it takes.
type Form = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const NEW: [Form; 8] = [
    ("/accounts/new", "title", &[("title", "Beta"), ("name", "beta"), ("tariff", "Basic")]),
    ("/accounts/1/users/new", "login", &[("login", "anna"), ("email", "anna@example.com")]),
    ("/accounts/1/groups/new", "name", &[("name", "Readers")]),
    ("/accounts/1/roles/new", "name", &[("name", "Readers")]),
    ("/tariffs/new", "name", &[("name", "Gold"), ("title", "Gold")]),
    ("/web-version-policies/new", "name", &[("name", "A month")]),
    ("/databases/new", "name", &[("name", "Third"), ("host", "db.example.org"), ("database", "x"), ("user", "x")]),
    ("/admins/new", "login", &[("login", "sam"), ("email", "sam@example.org")]),
];

async fn press_another(owner: &mut Client, path: &str, fields: &[(&str, &str)]) -> crate::support::answer::Answer {
    let page = owner.get(path).await;
    let button = page.elements(".bar button[formaction]");
    assert!(
        button.len() == 1 && button[0].contains(&format!("formaction=\"{path}?another=on\"")),
        "{path}: {button:?}"
    );
    let mut form = page.form(path);
    form.fill(fields);
    let pairs = form.pairs();
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|it| it.0 != "csrf").collect();
    if form.is_multipart {
        return owner.post_multipart(&format!("{path}?another=on"), &pairs, &[]).await;
    }
    owner.post(&format!("{path}?another=on"), &pairs).await
}

both_databases! {
    async fn a_new_thing_begins_in_its_first_field_and_marks_what_it_needs(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        for (path, first, _) in NEW {
            let page = owner.get(path).await;
            let focused = page.elements("[autofocus]");
            assert!(focused.len() == 1 && focused[0].contains(&format!("id=\"{first}\"")), "{path}: {focused:?}");
            let marked = page.elements("label.must");
            assert_eq!(marked.len(), page.elements("[aria-required=true]").len(), "{path}: {marked:?}");
            assert!(!marked.is_empty(), "{path}");
            let refused = owner.submit(path, &[]).await;
            assert_eq!(refused.status, 422, "{path}");
            let focused = refused.elements("[autofocus]");
            assert!(focused.len() == 1 && focused[0].contains("id=\"errors\""), "{path}: what is wrong comes first: {focused:?}");
        }
        for path in ["/accounts/1", "/tariffs/1"] {
            assert!(owner.get(path).await.elements("[autofocus]").is_empty(), "{path} is there to be read first");
        }
    }

    async fn save_and_add_another_leads_to_the_next_empty_form(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        for (path, first, fields) in NEW {
            let made = press_another(&mut owner, path, fields).await;
            assert_eq!((made.status, made.location()), (303, path), "{}", made.text());
            let next = owner.follow(&made).await;
            assert_eq!(next.value_of(first).as_deref(), Some(""), "{path}");
            assert_eq!(next.texts(".flash").len(), 1, "{path}: it says that the first is there");
            let again = press_another(&mut owner, path, fields).await;
            assert_eq!(again.status, 422, "{path}: the first was saved: {}", again.text());
        }
        let refused = press_another(&mut owner, "/tariffs/new", &[("name", "Iron"), ("max_users", "many")]).await;
        let saved = owner.submit_shown(&refused, "/tariffs/new", &[("title", "Iron"), ("max_users", "")], &[]).await;
        assert_eq!((saved.status, saved.location()), (303, "/tariffs"), "the other button does what it says");
        assert!(owner.get("/tariffs/1").await.elements("[formaction]").is_empty());
    }

    async fn the_length_of_a_password_is_told_before_it_is_refused(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        for path in ["/me/password", "/accounts/1/users/new"] {
            assert!(owner.get(path).await.has_text("At least 15 characters"), "{path}");
        }
        let field = owner.get("/me/password").await.elements("input[type=password]");
        assert!(field.iter().all(|field| field.contains("data-show=\"Show\"")), "{field:?}");
    }
}
