//! What narrows the accounts list, turned round, and several of it at once: on the page, in a file and in bulk alike.

use crate::accounts::owner_with_choices;
use crate::both_databases;
use crate::resource::make_account;
use crate::support::app::TestApp;
use crate::support::client::Client;

async fn found(client: &mut Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/accounts?sort=name&{query}")).await;
    assert_eq!(page.status, 200, "{query}: {}", page.text());
    let names = page.texts("tbody tr td.title small");
    let file = client.get(&format!("/accounts/export?sort=name&{query}")).await;
    let in_file: Vec<String> =
        file.body.lines().skip(1).filter_map(|line| line.split(',').nth(2).map(str::to_owned)).collect();
    assert_eq!(in_file, names, "the file has the same rows: {query}");
    names
}

both_databases! {
    async fn filters_are_turned_round_and_combined(app: TestApp) {
        let mut owner = owner_with_choices(&app).await;
        for name in ["beta", "delta", "gamma"] {
            make_account(&mut owner, name).await;
        }
        assert_eq!(owner.submit("/tariffs/new", &[("name", "Other"), ("title", "Other")]).await.status, 303);
        owner.submit("/accounts/2", &[("tariff", "Other"), ("tz", "Asia/Tokyo")]).await;
        owner.submit("/accounts/3", &[("force_2fa_auth", "on")]).await;
        owner.submit("/accounts/4/freeze", &[]).await;
        app.execute("UPDATE accounts SET web_version_policy = (SELECT min(id) FROM web_version_policies) WHERE id = 2").await;
        app.execute("UPDATE accounts SET account_postgresql = NULL, web_version_policy = NULL WHERE id = 4").await;
        app.execute("UPDATE accounts SET account_postgresql = (SELECT min(id) FROM connectors WHERE kind = 'postgresql') WHERE id = 3").await;
        for login in ["anna", "boris"] {
            owner.submit("/accounts/3/users/new", &[("login", login), ("email", "a@example.com")]).await;
        }
        app.execute("UPDATE account_users SET last_sign_in_at = created_at WHERE login = 'boris'").await;
        let other = owner.get("/accounts/2").await.value_of("tariff").expect("it has one");
        let all = found(&mut owner, "").await;
        assert_eq!(all, ["acme", "beta", "delta", "gamma"]);
        let database = owner.get("/accounts/3").await.value_of("account_postgresql").expect("it has one");
        let policy = owner.get("/accounts/2").await.value_of("web_version_policy").expect("it has one");
        for (query, wanted) in [
            (format!("tariff={other}"), "beta"),
            ("tz=Asia/Tokyo".to_owned(), "beta"),
            ("state=frozen".to_owned(), "gamma"),
            (format!("policy={policy}"), "beta"),
        ] {
            let (name, _) = query.split_once('=').expect("a pair");
            assert_eq!(found(&mut owner, &query).await, [wanted], "{query}");
            let others: Vec<&str> = all.iter().map(String::as_str).filter(|it| *it != wanted).collect();
            assert_eq!(found(&mut owner, &format!("{query}&except={name}")).await, others, "all but {query}");
        }
        let with = found(&mut owner, &format!("connector={database}")).await;
        assert!(with.contains(&"delta".to_owned()) && !with.contains(&"gamma".to_owned()), "{with:?}");
        let without = found(&mut owner, &format!("connector={database}&except=connector")).await;
        assert_eq!(with.len() + without.len(), 4, "{without:?}");
        assert_eq!(found(&mut owner, "force_2fa=1").await, ["delta"]);
        assert_eq!(found(&mut owner, "signed_in=30").await, ["delta"]);
        assert_eq!(found(&mut owner, "signed_in=never").await, ["acme", "beta", "gamma"]);
        app.clock.advance(chrono::Duration::days(31));
        let mut owner = crate::login_as::signed_in(&app, "/sign-in", "owner", crate::support::app::OWNER_PASSWORD).await;
        assert_eq!(found(&mut owner, "signed_in=30").await, Vec::<String>::new());
        assert_eq!(found(&mut owner, "signed_in=not-30").await, all);
        assert_eq!(found(&mut owner, "signed_in=90&force_2fa=1&state=frozen&except=state").await, ["delta"], "several at once");
        assert_eq!(found(&mut owner, "q=elta&tariff=&state=frozen&except=state&except=tariff").await, ["delta"]);
        assert_eq!(found(&mut owner, "policy=999&connector=999&signed_in=soon&force_2fa=maybe&except=pigeons").await, all,
            "what cannot be read narrows nothing");
        let preview = owner.get("/accounts/bulk?act=freeze&all=on&state=frozen&except=state").await;
        assert_eq!(preview.texts("dl.facts dd").first().map(String::as_str), Some("3"), "{}", preview.text());
    }
}
