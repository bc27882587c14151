//! The letter that tells a user of a visit, by the account's policy.

use super::{END, scene, visit, visit_with_changes};
use crate::both_databases;
use crate::support::app::TestApp;
use crate::support::client::Client;
use chrono::Duration;
use steward::{
    housekeeping,
    mail::{SentLetter, worker},
};

async fn sent(app: &TestApp) -> Vec<SentLetter> {
    while worker::step(&app.state).await.expect("the worker works") {}
    app.sent.letters()
}

async fn end(owner: &mut Client) {
    assert_eq!(owner.submit_on("/portal", END, &[], &[]).await.status, 303);
}

both_databases! {
    async fn l12_a_letter_tells_the_user_after_it_unless_the_account_says_otherwise(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.get("/accounts/1").await.value_of("login_as_notice").as_deref(), Some("after"));
        visit_with_changes(&mut owner).await;
        assert_eq!(owner.submit("/portal/profile", &[("first_name", "Eve"), ("language", "ru")]).await.status, 303);
        assert!(sent(&app).await.is_empty(), "not while it runs");
        end(&mut owner).await;
        let letters = sent(&app).await;
        let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
        assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("anna@example.com", "acme: сеанс поддержки"));
        for text in ["Olga Owner", crate::login_as::REASON, "HD-42", "anna@acme", "Изменений: 1", "/portal/visits"] {
            assert!(letter.text.contains(text), "{text}: {}", letter.text);
        }
    }

    async fn l12_at_the_start_or_not_at_all_where_the_account_says_so(app: TestApp) {
        let mut owner = scene(&app).await;
        assert_eq!(owner.submit("/accounts/1", &[("login_as_notice", "start")]).await.status, 303);
        assert!(owner.get("/accounts/1/history").await.has_text("After the visit → When the visit starts"), "it is on the record");
        visit(&mut owner).await;
        let letters = sent(&app).await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].text.contains("our support is signed in to acme as you"), "{}", letters[0].text);
        end(&mut owner).await;
        assert_eq!(sent(&app).await.len(), 1, "once");
        assert_eq!(owner.submit("/accounts/1", &[("login_as_notice", "off")]).await.status, 303);
        visit(&mut owner).await;
        end(&mut owner).await;
        assert_eq!(sent(&app).await.len(), 1);
        let mut pairs = owner.get("/accounts/1").await.form("/accounts/1").pairs();
        pairs.retain(|(name, _)| name != "login_as_notice" && name != "csrf");
        pairs.push(("login_as_notice".to_owned(), "sometimes".to_owned()));
        let fields: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let refused = owner.post("/accounts/1", &fields).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.field_error("login_as_notice").is_some());
    }

    async fn switching_letters_off_during_a_visit_does_not_hide_it(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        assert_eq!(owner.submit("/accounts/1", &[("login_as_notice", "off")]).await.status, 303);
        end(&mut owner).await;
        assert_eq!(sent(&app).await.len(), 1, "what held when it began holds");
    }

    async fn a_visit_that_runs_out_is_told_of_once_whoever_finds_it(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        app.clock.advance(Duration::minutes(16));
        let (mut one, mut other) = (owner.clone(), owner.clone());
        let (_, _, done) = tokio::join!(one.get("/portal"), other.get("/portal/profile"), housekeeping::step(&app.state));
        done.expect("it is done");
        housekeeping::step(&app.state).await.expect("it is done");
        let letters = sent(&app).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert_eq!(owner.get("/audit?action=visit-end").await.rows().len(), 1);
    }

    async fn nobody_is_written_to_whose_account_gets_no_letters(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        assert_eq!(owner.submit("/accounts/1/deactivate", &[]).await.status, 303);
        assert!(sent(&app).await.is_empty());
        assert!(owner.get("/outbox").await.rows().is_empty());
    }
}
