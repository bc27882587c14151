//! The end of a visit leads back to where it was begun, or to the list from which it was looked at.

use super::{END, LOG_IN, REASON, prove, scene, visit};
use crate::both_databases;
use crate::support::app::{OWNER_PASSWORD, TestApp};
use chrono::Duration;

both_databases! {
    async fn ending_it_leads_back_to_the_list_it_was_begun_from_as_that_was(app: TestApp) {
        let mut owner = scene(&app).await;
        let list = "/accounts/1/users?q=anna&sort=-name";
        let referer = format!("{}{list}", app.base_url);
        let ask = owner.get_with(LOG_IN, &[("referer", &referer)]).await;
        let begun = owner.submit_shown(&ask, LOG_IN, &[("reason", REASON)], &[]).await;
        assert_eq!(begun.location(), "/portal");
        let ended = owner.submit_on("/portal", END, &[], &[]).await;
        assert_eq!((ended.status, ended.location()), (303, list));
        visit(&mut owner).await;
        assert_eq!(owner.submit_on("/portal", END, &[], &[]).await.location(), "/accounts/1/users/1", "begun from nowhere");
    }

    async fn the_list_survives_a_proof_and_a_refused_form(app: TestApp) {
        let mut owner = scene(&app).await;
        let list = "/accounts/1/users?q=anna";
        app.clock.advance(Duration::minutes(11));
        let asked = owner.get_with(LOG_IN, &[("referer", &format!("{}{list}", app.base_url))]).await;
        let proved = owner.submit_on(asked.location(), "/prove", &[("current_password", OWNER_PASSWORD)], &[]).await;
        let ask = owner.follow(&proved).await;
        let refused = owner.submit_shown(&ask, LOG_IN, &[("reason", "short")], &[]).await;
        assert_eq!(refused.status, 422);
        assert_eq!(owner.submit_shown(&refused, LOG_IN, &[("reason", REASON)], &[]).await.location(), "/portal");
        assert_eq!(owner.submit_on("/portal", END, &[], &[]).await.location(), list);
    }

    async fn ended_in_the_panel_it_leads_back_to_the_list_it_was_looked_at_from(app: TestApp) {
        let mut owner = scene(&app).await;
        visit(&mut owner).await;
        let list = "/visits?who=owner&size=25";
        let shown = owner.get_with("/visits/1", &[("referer", &format!("{}{list}", app.base_url))]).await;
        assert_eq!(shown.value_of("return_to").as_deref(), Some(list));
        let ended = owner.post("/visits/1/end", &[("return_to", list)]).await;
        assert_eq!((ended.status, ended.location()), (303, list));
        prove(&mut owner).await;
        visit(&mut owner).await;
        owner.get("/me").await;
        for evil in ["//evil.example", "https://evil.example", "/\\evil.example"] {
            let ended = owner.post("/visits/2/end", &[("return_to", evil)]).await;
            assert_eq!((ended.status, ended.location()), (303, "/visits"), "{evil}");
        }
    }
}
