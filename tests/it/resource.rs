//! What holds for every shared resource: one set of walks, taken with tariffs, connectors and policies alike.

use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;

/// One kind of shared resource, as a test fills in its form.
pub struct Resource {
    pub path: &'static str,
    /// A form that is accepted, but for its `name`.
    pub form: &'static [(&'static str, &'static str)],
}

impl Resource {
    /// Signed in, and with the account that the resource belongs to, if it belongs to one.
    async fn owner(&self, app: &TestApp) -> Client {
        if self.path.starts_with("/accounts/") { owner_of_acme(app).await } else { signed_in_owner(app).await }
    }

    pub fn new_path(&self) -> String {
        format!("{}/new", self.path)
    }

    pub fn page(&self, id: i64) -> String {
        format!("{}/{id}", self.path)
    }

    pub async fn create(&self, client: &mut Client, name: &str) {
        let answer = self.try_create(client, &[("name", name)]).await;
        assert_eq!((answer.status, answer.location()), (303, self.path), "{}", answer.text());
    }

    /// With some fields given other values.
    pub async fn try_create(&self, client: &mut Client, changes: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("name", "Any name")];
        fields.extend_from_slice(self.form);
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push((name, value));
        }
        let path = self.new_path();
        match self.form.iter().find(|(name, _)| *name == "type") {
            // The type is asked for first.
            Some((_, kind)) => client.submit_on(&format!("{path}?type={kind}"), &path, &fields, &[]).await,
            None => client.submit(&path, &fields).await,
        }
    }

    /// The names in the list, in its order.
    pub async fn names(&self, client: &mut Client, query: &str) -> Vec<String> {
        let list = client.get(&format!("{}{query}", self.path)).await;
        assert_eq!(list.status, 200);
        names(&list)
    }
}

/// The owner, with a tariff and the account Acme on it, whose id is 1.
pub async fn owner_of_acme(app: &TestApp) -> Client {
    let mut owner = signed_in_owner(app).await;
    assert_eq!(owner.submit("/tariffs/new", &[("name", "Basic"), ("title", "Basic")]).await.status, 303);
    make_account(&mut owner, "acme").await;
    owner
}

pub async fn make_account(owner: &mut Client, name: &str) {
    let made = owner.submit("/accounts/new", &[("title", name), ("name", name), ("tariff", "Basic")]).await;
    assert_eq!(made.status, 303, "{}", made.text());
}

fn names(list: &Answer) -> Vec<String> {
    list.rows().into_iter().filter_map(|row| row.into_iter().next()).collect()
}

pub async fn the_list_is_sorted_over_two_pages(app: &TestApp, resource: &Resource) {
    let mut owner = resource.owner(app).await;
    // Made in another order, and in both cases: the case of a letter does not decide.
    let name = |n: usize| if n.is_multiple_of(2) { format!("тариф {n:02}") } else { format!("ТАРИФ {n:02}") };
    for n in (0..30).rev() {
        resource.create(&mut owner, &name(n)).await;
    }
    let first = owner.get(&format!("{}?size=25", resource.path)).await;
    let second = owner.get(&first.link("Next")).await;
    let shown = [names(&first), names(&second)].concat();
    assert_eq!((names(&first).len(), shown), (25, (0..30).map(name).collect()));
    assert!(second.has_text("26–30 of 30"), "{}", second.text());
    let back = owner.get(&second.link("Previous")).await;
    assert_eq!(names(&back), names(&first));
    let last_first = resource.names(&mut owner, "?sort=-name").await;
    assert_eq!(last_first.first(), Some(&name(29)));
}

pub async fn a_search_finds_any_part_in_any_script_and_case(app: &TestApp, resource: &Resource) {
    let mut owner = resource.owner(app).await;
    for name in ["Большой ёж", "Acme 50%", "Acme 500"] {
        resource.create(&mut owner, name).await;
    }
    assert_eq!(resource.names(&mut owner, "?q=ШОЙ Ё").await, ["Большой ёж"]);
    assert_eq!(resource.names(&mut owner, "?q=aCME").await, ["Acme 50%", "Acme 500"]);
    assert_eq!(resource.names(&mut owner, "?q=0%25").await, ["Acme 50%"]);
    let nothing = owner.get(&format!("{}?q=none", resource.path)).await;
    assert!(nothing.has_link("Clear filters"), "{}", nothing.text());
}

/// Each of these alone is refused at its field, with the whole input kept.
pub async fn each_field_is_refused_with_the_input_kept(app: &TestApp, resource: &Resource, wrong: &[(&str, &str)]) {
    let mut owner = resource.owner(app).await;
    resource.create(&mut owner, "Taken").await;
    for (field, value) in wrong.iter().chain(&[("name", "Taken"), ("name", ""), ("name", " \u{202E} ")]) {
        let refused = resource.try_create(&mut owner, &[(field, value)]).await;
        assert_eq!(refused.status, 422, "{field}={value:?}: {}", refused.text());
        assert!(refused.title().starts_with("Error: "), "{}", refused.title());
        assert!(refused.field_error(field).is_some(), "{field}={value:?} is refused elsewhere: {}", refused.text());
        assert_eq!(refused.value_of(field).as_deref(), Some(*value));
        for (other, kept) in resource.form.iter().filter(|(other, _)| other != field && *other != "password") {
            assert_eq!(refused.value_of(other).as_deref(), Some(*kept), "{other} after {field}={value:?}");
        }
    }
    assert_eq!(resource.names(&mut owner, "").await, ["Taken"]);
}

pub async fn a_form_without_its_token_changes_nothing(app: &TestApp, resource: &Resource) {
    let mut owner = resource.owner(app).await;
    resource.create(&mut owner, "Kept").await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for path in [resource.new_path(), resource.page(1), format!("{}/delete", resource.page(1))] {
        let refused = owner.post_raw(&path, &form, "name=Other&version=1").await;
        assert_eq!(refused.status, 403, "{path}");
    }
    assert_eq!(resource.names(&mut owner, "").await, ["Kept"]);
}

pub async fn who_may_only_see_finds_no_button_and_no_way_around(app: &TestApp, resource: &Resource) {
    let mut client = resource.owner(app).await;
    resource.create(&mut client, "Kept").await;
    app.execute("UPDATE admins SET role = 'support'").await;
    let list = client.get(resource.path).await;
    assert_eq!((list.status, list.has_link("Create")), (200, false));
    let page = client.get(&resource.page(1)).await;
    assert_eq!((page.status, page.has_link("Delete…"), page.has_text("Save")), (200, false, false));
    let delete = format!("{}/delete", resource.page(1));
    for path in [resource.new_path(), delete.clone()] {
        assert_eq!(client.get(&path).await.status, 403, "{path}");
    }
    for path in [resource.new_path(), resource.page(1), delete] {
        assert_eq!(client.post(&path, &[("name", "Other"), ("version", "1")]).await.status, 403, "{path}");
    }
    assert_eq!(resource.names(&mut client, "").await, ["Kept"]);
    assert!(client.get("/audit").await.has_text("Refused"));
}

pub async fn a_stale_edit_changes_nothing_and_shows_both_values(app: &TestApp, resource: &Resource) {
    let mut owner = resource.owner(app).await;
    resource.create(&mut owner, "Before").await;
    let page = resource.page(1);
    let mine = owner.get(&page).await;
    let mut colleague = owner.clone();
    assert_eq!(colleague.submit(&page, &[("name", "Theirs")]).await.status, 303);

    let stale = owner.submit_shown(&mine, &page, &[("name", "Mine")], &[]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.rows().iter().any(|row| row == &["Name", "Before", "Mine", "Theirs"]), "{}", stale.text());
    assert_eq!(stale.value_of("name").as_deref(), Some("Mine"));
    assert_eq!(resource.names(&mut colleague, "").await, ["Theirs"]);

    let saved = owner.submit_shown(&stale, &page, &[], &[]).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(resource.names(&mut owner, "").await, ["Mine"]);
}

pub async fn what_nobody_uses_is_deleted(app: &TestApp, resource: &Resource) {
    let mut owner = resource.owner(app).await;
    resource.create(&mut owner, "Unused").await;
    let deleted = owner.submit(&format!("{}/delete", resource.page(1)), &[]).await;
    assert_eq!((deleted.status, deleted.location()), (303, resource.path));
    let list = owner.follow(&deleted).await;
    assert!(list.has_text("“Unused” is deleted"), "{}", list.text());
    assert!(list.rows().is_empty());
    assert_eq!(owner.get(&resource.page(1)).await.status, 404);
}

/// `field` is the account's, and chooses this resource.
pub async fn what_an_account_uses_cannot_be_deleted(app: &TestApp, resource: &Resource, field: &str) -> Client {
    let mut owner = signed_in_owner(app).await;
    resource.create(&mut owner, "In use").await;
    if field != "tariff" {
        let tariff = [("name", "Basic"), ("title", "Basic")];
        assert_eq!(owner.submit("/tariffs/new", &tariff).await.status, 303);
    }
    let tariff = if field == "tariff" { "In use" } else { "Basic" };
    let mut account = vec![("title", "Acme & Söhne"), ("name", "acme"), ("tariff", tariff)];
    if field != "tariff" {
        account.push((field, if field == "external_data_connectors" { "1" } else { "In use" }));
    }
    let made = owner.submit("/accounts/new", &account).await;
    assert_eq!(made.status, 303, "{}", made.text());

    let counted = owner.get(resource.path).await.rows();
    assert_eq!(counted.first().and_then(|row| row.last()).map(String::as_str), Some("1"));
    let delete = format!("{}/delete", resource.page(1));
    let why = owner.get(&delete).await;
    assert_eq!(why.status, 200);
    assert!(why.has_text("Acme & Söhne") && why.has_text("cannot be deleted"), "{}", why.text());
    let refused = owner.post(&delete, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.has_text("Acme & Söhne"), "{}", refused.text());
    assert_eq!(resource.names(&mut owner, "").await, ["In use"]);
    owner
}

pub async fn each_change_is_on_the_record(app: &TestApp, resource: &Resource, kind: &str) {
    let mut owner = resource.owner(app).await;
    resource.create(&mut owner, "Before").await;
    assert_eq!(owner.submit(&resource.page(1), &[("name", "After")]).await.status, 303);
    assert_eq!(owner.submit(&format!("{}/delete", resource.page(1)), &[]).await.status, 303);
    let record: Vec<String> = owner.get("/audit").await.rows().iter().map(|row| row.join(" | ")).take(3).collect();
    for (line, says) in record.iter().zip(["Deleted", "Changed", "Created"]) {
        assert!(line.contains("owner") && line.contains(&format!("{says} · {kind}")), "{line}");
    }
    assert!(record.get(1).is_some_and(|line| line.contains("NameBefore → After")), "{record:#?}");
}

pub async fn no_page_takes_more_than_three_statements(app: &TestApp, resource: &Resource) {
    let mut owner = resource.owner(app).await;
    for name in ["One", "Two", "Three"] {
        resource.create(&mut owner, name).await;
    }
    for path in
        [resource.path.to_owned(), format!("{}?q=e&sort=-name", resource.path), resource.new_path(), resource.page(1)]
    {
        let before = app.state.db.statements();
        assert_eq!(owner.get(&path).await.status, 200, "{path}");
        let taken = app.state.db.statements() - before;
        assert!(taken <= 3, "{path} took {taken} statements");
    }
}
