//! Views: a list's address under a name, for oneself and for others; which columns a list shows, and how.

use crate::admins::signed_in_admin;
use crate::both_databases;
use crate::resource::{make_account, owner_of_acme};
use crate::support::answer::Answer;
use crate::support::app::TestApp;
use crate::support::client::Client;

/// The address of the page on which a list gets a name.
fn naming(list: &str) -> String {
    let from: String = url::form_urlencoded::byte_serialize(list.as_bytes()).collect();
    format!("/views?from={from}")
}

/// Gives the list at an address a name; the address that it has from then on.
async fn keep(client: &mut Client, list: &str, fields: &[(&str, &str)]) -> String {
    let saved = client.submit_on(&naming(list), "/views", fields, &[]).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    saved.location().to_owned()
}

fn headings(page: &Answer) -> Vec<String> {
    page.texts("thead th")
}

/// What the lists show of themselves: the ids, in order, and the headings.
fn shown(page: &Answer) -> (Vec<String>, Vec<String>) {
    let ids = page.rows().into_iter().filter_map(|row| row.into_iter().next()).collect();
    (ids, headings(page))
}

fn tabs(page: &Answer) -> Vec<String> {
    page.texts(".tabs.views a")
}

both_databases! {
    async fn a_view_shows_a_colleague_the_same_rows_columns_and_order(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        for name in ["beta", "gamma", "delta"] {
            make_account(&mut owner, name).await;
        }
        owner.submit("/accounts/2/freeze", &[]).await;
        owner.submit("/accounts/4/freeze", &[]).await;
        let columns = "/views/columns?list=accounts&return_to=/accounts";
        owner.get(columns).await;
        let chosen = [("list", "accounts"), ("order", "state"), ("columns", "state"), ("order", "external_id"),
            ("columns", "external_id"), ("size", "25"), ("return_to", "/accounts")];
        assert_eq!(owner.post("/views/columns", &chosen).await.location(), "/accounts");
        let address = keep(&mut owner, "/accounts?state=frozen&sort=-title", &[("name", "Замороженные"), ("shared", "all")]).await;
        assert_eq!(address, "/accounts?state=frozen&sort=-title&size=25&columns=state%2Cexternal_id&view=1");
        let by_the_owner = shown(&owner.get(&address).await);
        assert_eq!(by_the_owner.0, ["4", "2"]);
        for role in ["manager", "support", "auditor"] {
            let mut colleague = signed_in_admin(&app, &mut owner, role, role).await;
            let opened = colleague.get("/views/1").await;
            assert_eq!((opened.status, opened.location()), (303, address.as_str()), "{role}");
            let page = colleague.follow(&opened).await;
            let (rows, seen) = shown(&page);
            assert_eq!(rows, by_the_owner.0, "{role}");
            assert_eq!(seen[1..], ["Title ↓ · Account name", "State", "Your reference", "Actions"].map(str::to_owned), "{role}");
            let file = colleague.get(&address.replace("/accounts?", "/accounts/export?format=csv&")).await;
            assert_eq!(file.body.lines().collect::<Vec<_>>(), ["\u{feff}id,title,name,state,external_id", "4,delta,delta,active frozen,", "2,beta,beta,active frozen,"]);
            assert!(headings(&colleague.get("/accounts").await).contains(&"Tariff".to_owned()), "their own list is as it was");
        }
    }

    async fn a_view_is_seen_by_whom_it_is_shared_with_and_changed_by_its_owner_alone(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let mut manager = signed_in_admin(&app, &mut owner, "mary", "manager").await;
        let mut support = signed_in_admin(&app, &mut owner, "sam", "support").await;
        for (name, shared) in [("Mine", ""), ("Managers", "manager"), ("Everybody", "all")] {
            keep(&mut owner, "/accounts?state=active", &[("name", name), ("shared", shared)]).await;
        }
        let names = |page: Answer| page.rows().into_iter().map(|row| row[0].clone()).collect::<Vec<_>>();
        assert_eq!(names(owner.get("/views").await), ["Everybody", "Managers", "Mine"]);
        assert_eq!(names(manager.get("/views").await), ["Everybody", "Managers"]);
        assert_eq!(names(support.get("/views").await), ["Everybody"]);
        assert_eq!(support.get("/views/2").await.status, 404);
        assert_eq!(manager.get("/views/2/edit").await.location(), "/views/2", "where the record leads");
        manager.get("/views").await;
        for (path, fields) in [("/views/3/edit", vec![("name", "Taken over"), ("version", "1")]), ("/views/3/save", vec![("from", "/accounts")]),
            ("/views/3/delete", vec![("version", "1")])] {
            assert_eq!(manager.post(path, &fields).await.status, 403, "{path}");
        }
        assert_eq!(names(owner.get("/views").await), ["Everybody", "Managers", "Mine"]);
        keep(&mut manager, "/accounts?view=3&state=inactive", &[("name", "Everybody")]).await;
        assert_eq!(names(manager.get("/views").await), ["Everybody", "Everybody", "Managers"], "a copy is their own");
    }

    async fn a_changed_view_says_so_and_is_saved_or_put_back(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let address = keep(&mut owner, "/accounts?state=active", &[("name", "Active")]).await;
        assert!(!owner.get(&address).await.has_text("changed"));
        let changed = owner.get(&format!("{address}&sort=title")).await;
        assert!(changed.has_text("View: Active · changed"), "{}", changed.text());
        assert_eq!(changed.link("Undo changes"), address);
        let saved = owner.submit_shown(&changed, "/views/1/save", &[], &[]).await;
        assert_eq!(saved.location(), "/accounts?state=active&sort=title&columns=tariff%2Ctz%2Cstate%2Cusers%2Ccreated&view=1");
        assert!(!owner.follow(&saved).await.has_text("changed"));
        let record = owner.get("/audit?kind=view").await;
        assert!(record.has_text("state=active&sort=title"), "{}", record.text());
    }

    async fn what_a_view_names_and_nobody_has_is_left_out_and_named(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.submit("/tariffs/new", &[("name", "Gone"), ("title", "Gone")]).await;
        keep(&mut owner, "/accounts?tariff=2&state=active", &[("name", "Of one tariff"), ("shared", "all")]).await;
        app.execute("UPDATE views SET query = 'colour=red&columns=shape,state&' || query").await;
        assert_eq!(owner.submit("/tariffs/2/delete", &[]).await.status, 303);
        let opened = owner.get("/views/1").await;
        let page = owner.follow(&opened).await;
        assert_eq!(page.texts(".note.warn").last().map(String::as_str),
            Some("Left out of the filters, as there is no such thing any more: Tariff"));
        assert_eq!(page.rows().len(), 1, "the rest of it counts");
        assert!(!opened.location().contains("colour"), "{}", opened.location());
    }

    async fn pinned_views_stand_above_their_list_and_one_opens_it(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        let mut mary = signed_in_admin(&app, &mut owner, "mary", "auditor").await;
        for at in 1..=8 {
            keep(&mut owner, "/accounts?state=active", &[("name", &format!("View {at}")), ("shared", "all")]).await;
        }
        assert!(tabs(&mary.get("/accounts").await).is_empty());
        for at in [3, 1, 2, 4, 5, 6, 7] {
            let pinned = mary.post(&format!("/views/{at}"), &[("pinned", "on"), ("return_to", "/views")]).await;
            assert_eq!((pinned.status, pinned.location()), (303, "/views"));
        }
        let many = mary.post("/views/8", &[("pinned", "on"), ("return_to", "/views")]).await;
        assert_eq!(many.status, 409);
        assert!(many.has_text("7 views are pinned above this list already"), "{}", many.text());
        mary.get("/views").await;
        mary.post("/views/4", &[("pinned", "off"), ("return_to", "/views")]).await;
        assert_eq!(tabs(&mary.get("/accounts").await), ["All", "View 3", "View 1", "View 2", "View 5", "View 6", "View 7"]);
        assert!(tabs(&owner.get("/accounts").await).is_empty(), "each has their own");
        mary.post("/views/2", &[("opens_with", "on"), ("return_to", "/views")]).await;
        let opened = mary.get("/accounts").await;
        assert_eq!((opened.status, opened.location().ends_with("&view=2")), (303, true));
        assert_eq!(mary.get("/accounts?view=all").await.rows().len(), 1);
        let asks = owner.get("/views/2/delete").await;
        assert!(asks.has_text("One more administrator has the list open with this view."), "{}", asks.text());
        owner.submit("/views/2/delete", &[]).await;
        let page = mary.get("/accounts").await;
        assert_eq!(page.status, 200, "one that is gone opens nothing");
        assert_eq!(tabs(&page), ["All", "View 3", "View 1", "View 5", "View 6", "View 7"]);
    }

    async fn columns_are_chosen_moved_and_kept_by_each_person_on_each_list(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        owner.submit("/accounts/1/users/new", &[("login", "anna"), ("email", "anna@example.com"), ("phone", "+442079460958")]).await;
        for (list, path, all) in [("accounts", "/accounts", 8), ("users", "/accounts/1/users", 6), ("audit", "/audit", 4),
            ("outbox", "/outbox", 6), ("tasks", "/tasks", 7)] {
            let chooser = format!("/views/columns?list={list}&return_to={path}");
            let page = owner.get(&chooser).await;
            assert_eq!(page.elements("input[name=columns]").len(), all, "{list}");
            assert_eq!(owner.submit_on(&chooser, "/views/columns", &[("compact", "on"), ("size", "100")], &[]).await.location(), path);
            let listed = owner.get(path).await;
            assert_eq!(listed.elements(".table.compact").len(), usize::from(!listed.rows().is_empty()), "{list}");
        }
        owner.get("/views/columns?list=users&return_to=/accounts/1/users").await;
        let only = [("list", "users"), ("order", "email"), ("columns", "email"), ("order", "phone"), ("columns", "phone"), ("order", "login"),
            ("return_to", "/accounts/1/users")];
        let moved = owner.post("/views/columns", &[&only[..], &[("up", "phone")]].concat()).await;
        assert!(moved.location().starts_with("/views/columns?list=users"), "{}", moved.location());
        let page = owner.get("/accounts/1/users").await;
        assert_eq!(headings(&page)[2..], ["Contact phone", "Email", "Actions"]);
        assert!(page.rows()[0].contains(&"+44 20 7946 0958".to_owned()), "{:?}", page.rows());
        let none = owner.post("/views/columns", &[("list", "users"), ("order", "email"), ("return_to", "/accounts/1/users")]).await;
        assert_eq!(none.status, 422);
        assert!(none.has_text("Choose at least one column."));
        owner.get("/views/columns?list=users&return_to=/accounts/1/users").await;
        owner.post("/views/columns", &[("list", "users"), ("usual", "on"), ("return_to", "/accounts/1/users")]).await;
        assert_eq!(headings(&owner.get("/accounts/1/users").await).len(), 8);
        assert_eq!(owner.get("/views/columns?list=pigeons").await.status, 404);
        owner.get("/views/columns?list=audit&return_to=/audit").await;
        let two = [("list", "audit"), ("order", "what"), ("columns", "what"), ("order", "who"), ("return_to", "/audit")];
        assert_eq!(owner.post("/views/columns", &two).await.status, 303);
        assert_eq!(headings(&owner.get("/audit").await), ["When", "What"]);
        assert_eq!(headings(&owner.get("/accounts/1/history").await).len(), 5, "an account's history is another list");
    }

    async fn a_view_has_a_name_of_its_own_and_nobody_makes_too_many(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        keep(&mut owner, "/accounts", &[("name", "All of them")]).await;
        for (name, shared, field, refused) in [("", "", "name", "Fill in this field."), ("All of them", "", "name", "This name is already taken; choose another."),
            (&"x".repeat(61), "", "name", "Shorten this to 60 characters; it has 61."), ("Fine", "pope", "shared", "Choose one of the options.")] {
            owner.get(&naming("/accounts?q=kept")).await;
            let answer = owner.post("/views", &[("name", name), ("shared", shared), ("return_to", "/accounts?q=kept")]).await;
            assert_eq!((answer.status, answer.field_error(field).as_deref()), (422, Some(refused)), "{name}");
            assert_eq!(answer.value_of("return_to").as_deref(), Some("/accounts?q=kept"));
        }
        assert_eq!(owner.post("/views", &[("name", "Elsewhere"), ("return_to", "https://example.com/accounts")]).await.status, 404);
        app.execute("INSERT INTO views (list, owner_id, name, query, shared, version, created_at, updated_at, updated_by)
            SELECT 'accounts', v.owner_id, 'n' || a.n, '', '', 1, v.created_at, v.created_at, '' FROM views v,
                (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 49) SELECT n FROM c) a").await;
        let many = owner.post("/views", &[("name", "One more"), ("return_to", "/accounts")]).await;
        assert_eq!(many.field_error("name").as_deref(), Some("You have 50 views of this list, which is the most. Delete one of them first."));
    }

    async fn a_view_that_was_changed_meanwhile_is_asked_about_again(app: TestApp) {
        let mut owner = owner_of_acme(&app).await;
        keep(&mut owner, "/accounts", &[("name", "First")]).await;
        let shown = owner.get("/views/1/edit").await;
        assert_eq!(owner.submit("/views/1/edit", &[("name", "Second")]).await.status, 303);
        let stale = owner.submit_shown(&shown, "/views/1/edit", &[("name", "Third")], &[]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.has_text("Second") && stale.has_text("Third"), "{}", stale.text());
        assert_eq!(owner.submit_shown(&stale, "/views/1/edit", &[], &[]).await.status, 303);
        assert_eq!(owner.get("/views").await.rows()[0][0], "Third");
    }
}
