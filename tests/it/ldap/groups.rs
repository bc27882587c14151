//! Which groups somebody is in: directly, by others, and where there are too many.

use super::people::{found, groups, presence};
use super::slapd::{READER, Slapd, saved};
use crate::api::Script;
use crate::both_databases;
use crate::support::app::TestApp;
use serde_json::json;
use std::time::{Duration, Instant};

const ANNA: &str = "uid=anna,ou=people,dc=example,dc=org";

/// A group with these in it, in LDIF.
fn group(name: &str, members: &[&str]) -> String {
    let members: String = members.iter().map(|member| format!("member: {member}\n")).collect();
    format!("dn: {}\nobjectClass: groupOfNames\ncn: {name}\n{members}\n", dn(name))
}

fn dn(name: &str) -> String {
    format!("cn={name},ou=groups,dc=example,dc=org")
}

both_databases! {
    async fn groups_that_only_their_people_tell_of_count_as_well(app: TestApp) {
        let hidden = "overlay memberof\naccess to attrs=member by dn.exact=\"cn=steward,dc=example,dc=org\" write by * none\naccess to * by * read";
        let slapd = Slapd::configured(None, hidden);
        slapd.add(&(group("told", &[ANNA]) + &group("above", &[&dn("told")]) + &group("others", &["uid=boris,ou=people,dc=example,dc=org"])));
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({"bind_dn": READER}))).await;
        assert_eq!(groups(&found(&app, &directory, "anna").await), ["above nested", "told direct"]);
    }

    async fn groups_in_groups_count_up_to_eight_and_a_circle_ends(app: TestApp) {
        let slapd = Slapd::start();
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({}))).await;
        let (first, second, third) = (dn("circle-1"), dn("circle-2"), dn("circle-3"));
        slapd.add(&(group("circle-1", &[ANNA, &third]) + &group("circle-2", &[&first]) + &group("circle-3", &[&second])));
        assert_eq!(groups(&found(&app, &directory, "anna").await), ["circle-1 direct", "circle-2 nested", "circle-3 nested", "staff direct"]);
        let boris = "uid=boris,ou=people,dc=example,dc=org";
        let ladder: String = (1..=20).map(|n| group(&format!("level-{n:02}"), &[&if n == 1 { boris.to_owned() } else { dn(&format!("level-{:02}", n - 1)) }])).collect();
        slapd.add(&ladder);
        let found = groups(&found(&app, &directory, "boris").await);
        let levels: Vec<&String> = found.iter().filter(|it| it.starts_with("level")).collect();
        assert_eq!((levels.len(), levels[0].as_str(), levels[7].as_str()), (8, "level-01 direct", "level-08 nested"));
    }

    async fn a_group_of_ten_thousand_is_one_and_five_hundred_and_one_groups_are_too_many(app: TestApp) {
        let slapd = Slapd::start();
        let mut script = Script::new(&app).await;
        let directory = saved(&app, &mut script, slapd.connector(json!({}))).await;
        let many: Vec<String> = (0..10_000).map(|n| format!("uid=p{n},ou=people,dc=example,dc=org")).collect();
        slapd.add(&group("everybody", &many.iter().map(String::as_str).chain([ANNA]).collect::<Vec<_>>()));
        let begun = Instant::now();
        assert_eq!(groups(&found(&app, &directory, "anna").await), ["everybody direct", "staff direct"]);
        assert!(begun.elapsed() < Duration::from_secs(8));
        slapd.add(&(0..498).map(|n| group(&format!("g{n:03}"), &[ANNA])).collect::<String>());
        assert_eq!(groups(&found(&app, &directory, "anna").await).len(), 500);
        slapd.add(&group("one-more", &[ANNA]));
        assert_eq!(presence(&app, &directory, "anna").await, "too_many_groups");
        let limited = slapd.connector(json!({"name": "Limited", "bind_dn": READER}));
        assert_eq!(presence(&app, &saved(&app, &mut script, limited).await, "anna").await, "too_many_groups");
        assert_eq!(presence(&app, &directory, "boris").await, "present");
    }

    async fn groups_of_unix_list_logins_and_the_first_one_is_a_number(app: TestApp) {
        let slapd = Slapd::start();
        let directory = saved(&app, &mut Script::new(&app).await, slapd.connector(json!({}))).await;
        slapd.modify(&format!("dn: {ANNA}\nchangetype: modify\nadd: objectClass\nobjectClass: posixAccount\n-\nadd: uidNumber\nuidNumber: 1\n-\nadd: gidNumber\ngidNumber: 100\n-\nadd: homeDirectory\nhomeDirectory: /\n"));
        for (name, number, member) in [("users", 100, ""), ("wheel", 10, "memberUid: anna\n"), ("other", 11, "memberUid: boris\n")] {
            slapd.add(&format!("dn: {}\nobjectClass: posixGroup\ncn: {name}\ngidNumber: {number}\n{member}", dn(name)));
        }
        assert_eq!(groups(&found(&app, &directory, "anna").await), ["staff direct", "users primary", "wheel direct"]);
    }
}
