//! The databases of an account, as the platform reports them, and their indexes.

mod reports;

use crate::admins;
use crate::api::{Script, make_token};
use crate::both_databases;
use crate::login_as;
use crate::resource::make_account;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::form::ON;
use serde_json::{Value, json};

const LIST: &str = "/accounts/1/databases";
const INDEXES: &str = "/accounts/1/databases/1/indexes";

fn fields(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| json!({"name": name, "kind": "text"})).collect()
}

/// Acme with the database Clients, whose fields are these.
async fn with_clients(app: &TestApp) -> Script {
    let mut script = Script::new(app).await;
    report(&mut script, 1, "Clients").await;
    script
}

async fn report(script: &mut Script, account: i64, name: &str) {
    let database = json!({"name": name, "profiles": 18_204, "fields": fields(&["email", "city", "born", "vip", "phone", "score"])});
    let told = script.ok("databases/report", json!({"account_id": account, "databases": [database]})).await;
    assert_eq!(told["data"], json!([{"name": name, "outcome": "stored", "reason": ""}]));
}

/// Acme's database Clients with an index of its emails.
pub async fn an_index(app: &TestApp, owner: &mut Client) {
    let secret = make_token(owner, "Platform", &["platform:report"]).await;
    let mut script = Script { client: app.client(), owner: owner.clone(), secret };
    report(&mut script, 1, "Clients").await;
    create(owner, &[("fields", "email")]).await;
}

/// What the platform says of an index of Clients; what came of it.
async fn tell(script: &mut Script, index: Value) -> Value {
    let told =
        script.ok("indexes/report", json!({"account_id": 1, "database_id": "Clients", "indexes": [index]})).await;
    told["data"][0]["outcome"].clone()
}

/// What there is to do for the platform: id, version and state of each.
async fn orders(script: &mut Script) -> Vec<Value> {
    let rows = script.ok("indexes/list", json!({"state": ["requested", "deleting"]})).await["data"].clone();
    rows.as_array().expect("rows").iter().map(|row| json!([row["id"], row["version"], row["state"]])).collect()
}

async fn states(owner: &mut Client) -> Vec<Vec<String>> {
    let rows = owner.get(INDEXES).await.rows();
    rows.into_iter().map(|row| vec![row[0].clone(), row[3].clone()]).collect()
}

async fn create(owner: &mut Client, fields: &[(&str, &str)]) {
    let made = owner.submit(&format!("{INDEXES}/new"), fields).await;
    assert_eq!((made.status, made.location()), (303, INDEXES), "{}", made.text());
}

both_databases! {
    async fn an_index_is_asked_for_built_by_the_platform_and_deleted_by_it(app: TestApp) {
        let mut script = with_clients(&app).await;
        let mut owner = script.owner.clone();
        script.secret = make_token(&mut script.owner, "Platform", &["platform:report", "accounts:read"]).await;
        create(&mut owner, &[("fields", "email"), ("fields", "city"), ("unique", ON)]).await;
        assert_eq!(states(&mut owner).await, [["email, city", "Requested"]]);
        assert_eq!(orders(&mut script).await, [json!([1, 1, "requested"])]);
        for (percent, shown) in [(10, "Building, 10 %"), (60, "Building, 60 %")] {
            assert_eq!(tell(&mut script, json!({"id": 1, "version": 1, "state": "building", "percent": percent})).await, "stored");
            assert_eq!(states(&mut owner).await, [["email, city", shown]]);
        }
        assert_eq!(orders(&mut script).await, Vec::<Value>::new());
        tell(&mut script, json!({"id": 1, "version": 1, "state": "failed", "reason": "12 values repeat."})).await;
        assert_eq!(states(&mut owner).await, [["email, city", "Failed12 values repeat."]]);

        let shown = owner.get(INDEXES).await;
        let again = owner.submit_shown(&shown, &format!("{INDEXES}/1/retry"), &[], &[]).await;
        assert_eq!(again.status, 303, "{}", again.text());
        assert_eq!(orders(&mut script).await, [json!([1, 2, "requested"])]);
        assert_eq!(tell(&mut script, json!({"id": 1, "version": 1, "state": "failed", "reason": "Late."})).await, "older");
        assert_eq!(states(&mut owner).await, [["email, city", "Requested"]]);
        tell(&mut script, json!({"id": 1, "version": 2, "state": "ready", "size": 12_400_000, "segments": ["Berlin", "VIP"]})).await;
        assert_eq!(owner.get(INDEXES).await.rows()[0][2..5], ["unique", "Ready", "12.4 MB"]);

        let asked = owner.get(&format!("{INDEXES}/1/delete")).await;
        assert!(asked.has_text("become slower") && asked.has_text("Berlin") && asked.has_text("VIP"), "{}", asked.text());
        assert_eq!(owner.submit(&format!("{INDEXES}/1/delete"), &[]).await.status, 303);
        assert_eq!(orders(&mut script).await, [json!([1, 3, "deleting"])]);
        tell(&mut script, json!({"id": 1, "version": 3, "state": "ready"})).await;
        assert_eq!(states(&mut owner).await, [["email, city", "Deleting"]], "until it is gone it is to be deleted");
        assert_eq!(tell(&mut script, json!({"id": 1, "version": 3, "state": "gone"})).await, "stored");
        assert_eq!(states(&mut owner).await, Vec::<Vec<String>>::new());
        assert_eq!(tell(&mut script, json!({"id": 1, "version": 3, "state": "gone"})).await, "refused", "there is none any more");
        create(&mut owner, &[("fields", "email"), ("fields", "city"), ("unique", ON)]).await;

        let history = owner.get("/accounts/1/history").await.rows();
        let acts: Vec<&str> = history.iter().map(|row| row[2].as_str()).collect();
        for act in ["Created · indexClients: email, city", "Deletion asked for · index", "Asked for again · index", "Deleted · index", "Created · account databaseClients"] {
            assert!(acts.iter().any(|it| it.contains(act)), "{act} among {acts:#?}");
        }
        let changes = history.concat().join(" ");
        assert!(changes.contains("Ready") && changes.contains("Failed") && !changes.contains("percent"), "{changes}");
    }

    async fn what_cannot_be_an_index_is_refused_and_the_choice_kept(app: TestApp) {
        let mut script = with_clients(&app).await;
        let new = format!("{INDEXES}/new");
        for wrong in [&[][..], &[("fields", "email"), ("fields", "email")]] {
            let refused = script.owner.submit(&new, wrong).await;
            assert_eq!(refused.status, 422, "{wrong:?}: {}", refused.text());
            assert!(refused.field_error("fields").is_some(), "{wrong:?}");
            assert_eq!(refused.texts("#fields option[selected]").len(), wrong.len(), "{wrong:?}");
        }
        for (wrong, code) in [
            (json!([]), 422),
            (json!(["height"]), 422),
            (json!(["email", " email "]), 422),
            (json!(["email", "city", "born", "vip", "phone", "score"]), 422),
            (json!(["Email"]), 422),
            (json!(7), 400),
        ] {
            let asked = json!({"account_id": 1, "database_id": "Clients", "fields": wrong});
            assert_eq!(script.refused("indexes/create", asked).await.0, code, "{wrong}");
        }
        create(&mut script.owner, &[("fields", "email")]).await;
        let again = script.owner.submit(&new, &[("fields", "email")]).await;
        assert!(again.status == 409 && again.has_text("has an index of these fields"), "{}", again.text());
        let alike = json!({"account_id": 1, "database_id": 1, "fields": ["email"]});
        assert_eq!(script.refused("indexes/create", alike.clone()).await.0, 409);
        let mut other = alike;
        other["reverse"] = json!(true);
        assert_eq!(script.saved("indexes/create", other).await["version"], 1);
        assert_eq!(states(&mut script.owner).await.len(), 2);
    }

    async fn a_database_has_at_most_twenty_that_are_not_the_system_s(app: TestApp) {
        let mut script = with_clients(&app).await;
        tell(&mut script, json!({"fields": ["id"], "system": true, "state": "ready"})).await;
        let names = ["email", "city", "born", "vip", "phone"];
        let pairs = names.iter().flat_map(|one| names.iter().map(move |other| [*one, *other]));
        for pair in pairs.filter(|[one, other]| one != other).take(20) {
            script.saved("indexes/create", json!({"account_id": 1, "database_id": 1, "fields": pair})).await;
        }
        let one_more = json!({"account_id": 1, "database_id": 1, "fields": ["score"]});
        assert_eq!(script.refused("indexes/create", one_more.clone()).await.0, 409);
        script.ok("indexes/delete", json!({"account_id": 1, "database_id": 1, "id": 2})).await;
        assert_eq!(script.refused("indexes/create", one_more.clone()).await.0, 409, "it is there until it is gone");
        tell(&mut script, json!({"id": 2, "state": "gone"})).await;
        script.saved("indexes/create", one_more).await;
    }

    async fn what_the_system_has_is_locked(app: TestApp) {
        let mut script = with_clients(&app).await;
        tell(&mut script, json!({"fields": ["id"], "system": true, "state": "ready"})).await;
        let list = script.owner.get(INDEXES).await;
        assert_eq!(list.rows()[0][0], "id system index");
        assert_eq!(list.rows()[0][6], "", "no button");
        let page = script.owner.get(&format!("{INDEXES}/1/delete")).await;
        assert!(page.has_text("cannot be deleted") && !page.body.contains("danger-zone"), "{}", page.text());
        for act in ["delete", "retry"] {
            let refused = script.owner.post(&format!("{INDEXES}/1/{act}"), &[("version", "1")]).await;
            assert_eq!(refused.status, 409, "{act}");
            assert_eq!(script.refused(&format!("indexes/{act}"), json!({"account_id": 1, "database_id": 1, "id": 1})).await.0, 409, "{act}");
        }
        assert_eq!(states(&mut script.owner).await, [["id system index", "Ready"]]);
    }

    async fn a_frozen_account_keeps_its_indexes_as_they_are_at_every_door(app: TestApp) {
        let mut script = with_clients(&app).await;
        for field in ["email", "city"] {
            create(&mut script.owner, &[("fields", field)]).await;
        }
        tell(&mut script, json!({"id": 1, "state": "failed", "reason": "No space."})).await;
        let mut typed = script.owner.get(&format!("{INDEXES}/new")).await;
        for (act, code) in [("freeze", 409), ("unfreeze", 303), ("deactivate", 303), ("delete", 409)] {
            let fields: &[(&str, &str)] = if act == "delete" { &[("typed_name", "acme")] } else { &[] };
            assert_eq!(script.owner.submit(&format!("/accounts/1/{act}"), fields).await.status, 303, "{act}");
            let field = if act == "unfreeze" { "born" } else { "vip" };
            let made = script.owner.submit_shown(&typed, &format!("{INDEXES}/new"), &[("fields", field)], &[]).await;
            assert_eq!(made.status, code, "{act}: {}", made.text());
            if code == 303 {
                typed = script.owner.get(&format!("{INDEXES}/new")).await;
                continue;
            }
            let place = json!({"account_id": 1, "database_id": 1});
            let with = |more: Value| {
                let mut all = place.clone();
                all.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
                all
            };
            for (call, ask) in [("indexes/create", with(json!({"fields": ["phone"]}))), ("indexes/retry", with(json!({"id": 1}))), ("indexes/delete", with(json!({"id": 2})))] {
                assert_eq!(script.refused(call, ask).await.0, 409, "{act}: {call}");
            }
            for path in ["1/retry", "2/delete"] {
                assert_eq!(script.owner.post(&format!("{INDEXES}/{path}"), &[("version", "1")]).await.status, 409, "{act}: {path}");
            }
            let list = script.owner.get(INDEXES).await;
            assert!(!list.has_link("Create") && list.rows().iter().all(|row| row[6].is_empty()), "{act}: no button leads to a refusal");
            assert!(!script.owner.get(&format!("{INDEXES}/2/delete")).await.body.contains("danger-zone"), "{act}");
        }
        assert_eq!(orders(&mut script).await, Vec::<Value>::new(), "of a deleted account nothing is to be done");
    }

    async fn somebody_elses_database_and_index_are_not_there(app: TestApp) {
        let mut script = with_clients(&app).await;
        make_account(&mut script.owner, "globex").await;
        report(&mut script, 2, "Clients").await;
        create(&mut script.owner, &[("fields", "email")]).await;
        for path in ["/accounts/2/databases/1", "/accounts/2/databases/1/indexes", "/accounts/2/databases/1/indexes/new", "/accounts/2/databases/2/indexes/1/delete", "/accounts/1/databases/2/indexes", "/accounts/9/databases"] {
            assert_eq!(script.owner.get(path).await.status, 404, "{path}");
        }
        for path in ["/accounts/2/databases/1/indexes/1/delete", "/accounts/2/databases/2/indexes/1/retry", "/accounts/2/databases/1/indexes/new"] {
            assert_eq!(script.owner.post(path, &[("version", "1"), ("fields", "email")]).await.status, 404, "{path}");
        }
        for ask in [json!({"account_id": 2, "database_id": 1, "id": 1}), json!({"account_id": 2, "database_id": "Clients", "id": 1}), json!({"account_id": 1, "database_id": "Nothing", "id": 1})] {
            assert_eq!(script.refused("indexes/delete", ask.clone()).await.0, 404, "{ask}");
        }
        assert_eq!(script.owner.get("/accounts/1/databases/1").await.location(), INDEXES);
        assert_eq!(states(&mut script.owner).await, [["email", "Requested"]]);
    }

    async fn who_may_only_see_changes_nothing(app: TestApp) {
        let mut script = with_clients(&app).await;
        create(&mut script.owner, &[("fields", "email")]).await;
        let mut support = admins::signed_in_admin(&app, &mut script.owner, "sam", "support").await;
        let list = support.get(INDEXES).await;
        assert!(list.status == 200 && !list.has_link("Create") && list.rows()[0][6].is_empty(), "{}", list.text());
        for path in ["new", "1/retry", "1/delete"] {
            assert_eq!(support.post(&format!("{INDEXES}/{path}"), &[("fields", "city"), ("version", "1")]).await.status, 403, "{path}");
        }
        script.secret = make_token(&mut script.owner, "Reader", &["accounts:read"]).await;
        for call in ["indexes/create", "indexes/retry", "indexes/delete", "indexes/report", "databases/report"] {
            assert_eq!(script.refused(call, json!({"account_id": 1})).await.0, 403, "{call}");
        }
        script.secret = make_token(&mut script.owner, "Platform", &["platform:report"]).await;
        assert_eq!(script.refused("indexes/create", json!({"account_id": 1})).await.0, 403);
        assert_eq!(tell(&mut script, json!({"id": 1, "state": "building"})).await, "stored");
    }

    async fn a_deletion_asks_for_a_fresh_proof_and_of_one_version(app: TestApp) {
        let mut script = with_clients(&app).await;
        create(&mut script.owner, &[("fields", "email")]).await;
        let shown = script.owner.get(&format!("{INDEXES}/1/delete")).await;
        tell(&mut script, json!({"id": 1, "state": "failed", "reason": "No space."})).await;
        let list = script.owner.get(INDEXES).await;
        script.owner.submit_shown(&list, &format!("{INDEXES}/1/retry"), &[], &[]).await;
        let stale = script.owner.submit_shown(&shown, &format!("{INDEXES}/1/delete"), &[], &[]).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        let twice = script.owner.submit_shown(&list, &format!("{INDEXES}/1/retry"), &[], &[]).await;
        assert_eq!(twice.status, 409, "it has not failed again");
        app.clock.advance(chrono::Duration::minutes(11));
        let asked = script.owner.get(&format!("{INDEXES}/1/delete")).await;
        assert!(asked.status == 303 && asked.location().starts_with("/prove"), "{}", asked.location());
        assert_eq!(states(&mut script.owner).await, [["email", "Requested"]]);
    }

    async fn the_list_of_databases_is_reached_searched_and_sorted(app: TestApp) {
        let mut script = Script::new(&app).await;
        let none = script.owner.get(LIST).await;
        assert!(none.has_text("No databases reported") && !none.has_text(" 0"), "{}", none.text());
        let long = format!("Клиенты {}", "ж".repeat(112));
        let databases = (1..200).map(|n| json!({"name": format!("База {n:03}"), "profiles": 1000 - n}));
        let all: Vec<Value> = databases.chain([json!({"name": long, "profiles": 1})]).collect();
        script.ok("databases/report", json!({"account_id": "acme", "databases": all})).await;
        assert!(script.owner.get("/accounts").await.body.contains(&format!("href=\"{LIST}\"")), "the quick action");
        assert!(script.owner.get("/accounts/1/overview").await.body.contains(&format!("href=\"{LIST}\"")), "the tab");
        let first = script.owner.get(&format!("{LIST}?size=100")).await;
        let second = script.owner.get(&first.link("Next")).await;
        assert_eq!((first.rows().len(), second.rows().len()), (100, 100));
        assert_eq!((&first.rows()[0][0], second.rows()[99][0].as_str()), (&"База 001".to_owned(), long.as_str()));
        assert_eq!(script.owner.get(&format!("{LIST}?sort=profiles")).await.rows()[0][..2], [long.as_str(), "1"]);
        assert_eq!(script.owner.get(&format!("{LIST}?q=баЗА 19")).await.rows().len(), 12);
        let file = script.owner.get(&format!("{LIST}/export?q=199&format=csv")).await;
        assert!(file.body.contains("id,name,profiles") && file.body.contains("База 199,801"), "{}", file.body);
        script.owner.get("/accounts/1/databases/200/indexes").await;
        let recent = script.owner.get("/search").await;
        assert!(recent.body.contains("href=\"/accounts/1/databases/200\"") && recent.has_text(&long), "{}", recent.text());
    }

    async fn in_russian_too(app: TestApp) {
        let mut script = with_clients(&app).await;
        create(&mut script.owner, &[("fields", "email")]).await;
        tell(&mut script, json!({"id": 1, "state": "ready", "size": 1_500})).await;
        app.execute("UPDATE admins SET language = 'ru'").await;
        let mut owner = login_as::signed_in(&app, "/sign-in", "owner", crate::support::app::OWNER_PASSWORD).await;
        assert_eq!(owner.get(INDEXES).await.rows()[0][1..5], ["прямое", "", "Готов", "1,5 кБ"]);
        let page = owner.get(LIST).await;
        assert!(page.has_text("Базы данных") && page.has_text("Индексы (1)"), "{}", page.text());
    }
}
