//! Lists that are too long to be a workbook at once: a job makes it, and it is there for a while, for few.

use crate::admins::signed_in_admin;
use crate::both_databases;
use crate::jobs::{count, work};
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::dump::texts;
use calamine::{Data, Reader, Xlsx};
use chrono::Duration;
use std::io::Cursor;
use steward::{housekeeping, jobs::step};

const LIST: &str = "/admins/1/sign-ins";
const FILE: &str = "/tasks/1/file";

/// An owner who has tried to sign in 11,000 times, each time by what a spreadsheet would calculate.
async fn long_list(app: &TestApp) -> Client {
    let owner = signed_in_owner(app).await;
    app.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 11000)
         INSERT INTO sign_ins (owner_kind, owner_id, login, outcome, ip, user_agent, at)
         SELECT 'admin', 1, '=1+' || i, 'wrong_password', '', '<&>', a.created_at FROM n, admins a WHERE a.id = 1",
    )
    .await;
    owner
}

/// Asks for the list as a workbook; the address of the job that makes it.
async fn ask(client: &mut Client, more: &str) -> String {
    let asked = client.get(&format!("{LIST}/export?format=xlsx{more}")).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    asked.location().to_owned()
}

/// The rows of a workbook's only sheet, as texts.
fn rows(file: &Answer) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(file.bytes.clone())).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Sheet1"]);
    assert_eq!(book.worksheet_formula("Sheet1").expect("a sheet").used_cells().count(), 0);
    let cells = book.worksheet_range("Sheet1").expect("a sheet");
    let text = |cell: &Data| match cell {
        Data::DateTime(at) => {
            let seconds = ((at.as_f64() - 25_569.0) * 86_400.0).round() as i64;
            steward::files::time(chrono::DateTime::from_timestamp(seconds, 0).expect("a time"))
        }
        other => other.to_string(),
    };
    cells.rows().map(|row| row.iter().map(text).collect()).collect()
}

async fn parts(app: &TestApp) -> Vec<String> {
    texts(app, "SELECT CAST(ordinal AS TEXT) FROM export_parts ORDER BY ordinal").await
}

both_databases! {
    async fn a_workbook_of_more_rows_than_are_waited_for_is_made_by_a_job(app: TestApp) {
        let mut owner = long_list(&app).await;
        let list = owner.get(&format!("{LIST}/export")).await;
        let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(list.body.trim_start_matches('\u{feff}').as_bytes());
        let whole: Vec<Vec<String>> = lines.records().map(|line| line.expect("CSV").iter().map(|cell| steward::files::unguard(cell).to_owned()).collect()).collect();
        assert_eq!(ask(&mut owner, "").await, "/tasks/1");
        assert_eq!(ask(&mut owner, "&size=25").await, "/tasks/1", "the same is made once");
        let waiting = owner.get("/tasks/1").await;
        assert!(waiting.has_text("Export as XLSX") && !waiting.body.contains(FILE), "{}", waiting.text());
        assert_eq!(owner.get(FILE).await.status, 409);
        work(&app).await;
        let page = owner.get("/tasks/1").await;
        assert_eq!((page.link("Download the file"), page.link(LIST), count(&page, "Done")), (FILE.into(), LIST.into(), "7".into()), "{}", page.text());
        let file = owner.get(FILE).await;
        assert_eq!(file.header("content-length"), file.bytes.len().to_string());
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"steward-admins-1-sign-ins-2026-03-02.xlsx\"");
        let read = rows(&file);
        assert_eq!(read.len(), whole.len());
        let differing = read.iter().zip(&whole).find(|(read, whole)| read != whole);
        assert_eq!(differing, None);
        let record = owner.get("/audit").await.rows().remove(0).join(" ");
        assert!(record.contains("Exported") && record.contains(LIST) && record.contains(&(whole.len() - 1).to_string()), "{record}");
    }

    async fn what_a_dead_node_has_made_of_a_file_is_gone_on_with(app: TestApp) {
        let mut owner = long_list(&app).await;
        ask(&mut owner, "&sort=-id").await;
        work(&app).await;
        let whole = rows(&owner.get(FILE).await);
        app.execute("DELETE FROM export_parts WHERE ordinal > 1").await;
        app.execute("UPDATE jobs SET done = 1, status = 'running', finished_at = NULL, lease = 'of the dead', lease_until = created_at").await;
        assert_eq!(owner.get(FILE).await.status, 409);
        let other = app.beside(|_| {}).await;
        work(&other).await;
        assert_eq!(parts(&app).await, ["1", "2", "3", "4", "5", "6", "7"]);
        assert!(rows(&owner.get(FILE).await) == whole);
    }

    async fn what_has_come_meanwhile_stands_in_the_last_part(app: TestApp) {
        let mut owner = long_list(&app).await;
        ask(&mut owner, "&sort=id").await;
        app.execute("UPDATE jobs SET selection = '{\"rows\":5000}'").await;
        work(&app).await;
        assert_eq!((parts(&app).await.len(), rows(&owner.get(FILE).await).len() > 11_000), (7, true));
    }

    async fn a_file_is_for_whoever_asked_and_for_owners_and_for_seven_days(app: TestApp) {
        let mut owner = long_list(&app).await;
        let mut asker = signed_in_admin(&app, &mut owner, "anna", "auditor").await;
        let mut other = signed_in_admin(&app, &mut owner, "boris", "manager").await;
        ask(&mut asker, "").await;
        work(&app).await;
        assert_eq!([asker.get(FILE).await.status, owner.get(FILE).await.status, other.get(FILE).await.status], [200, 200, 403]);
        assert!(other.get("/tasks/1").await.has_text("The file is for whoever asked for it, and for owners."));
        assert_eq!(app.client().get(FILE).await.location(), "/sign-in?return_to=%2Ftasks%2F1%2Ffile");
        app.clock.advance(Duration::days(6));
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(parts(&app).await.len(), 7);
        app.clock.advance(Duration::days(2));
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(parts(&app).await.len(), 0);
        let mut owner = app.client();
        let password = crate::support::app::OWNER_PASSWORD;
        assert_eq!(owner.submit("/sign-in", &[("login", "owner"), ("password", password)]).await.status, 303);
        assert_eq!(owner.get(FILE).await.status, 404);
        let page = owner.get("/tasks/1").await;
        assert!(page.has_text("The file was kept for 7 days and is gone.") && !page.body.contains(FILE), "{}", page.text());
    }

    async fn whoever_only_sees_may_stop_their_own_file_and_no_others(app: TestApp) {
        let mut owner = long_list(&app).await;
        let mut asker = signed_in_admin(&app, &mut owner, "anna", "auditor").await;
        let mut other = signed_in_admin(&app, &mut owner, "boris", "auditor").await;
        ask(&mut asker, "").await;
        assert!(!other.get("/tasks/1").await.body.contains("/tasks/1/cancel"));
        assert_eq!(other.post("/tasks/1/cancel", &[]).await.status, 403);
        assert_eq!(asker.submit_on("/tasks/1", "/tasks/1/cancel", &[], &[]).await.status, 303);
        assert!(owner.get("/tasks/1").await.has_text("Cancelled"));
    }

    async fn a_file_that_is_stopped_is_none(app: TestApp) {
        let mut owner = long_list(&app).await;
        ask(&mut owner, "").await;
        step(&app.state).await.expect("the worker works");
        app.execute("UPDATE jobs SET status = 'running', finished_at = NULL").await;
        assert_eq!(owner.submit_on("/tasks/1", "/tasks/1/cancel", &[], &[]).await.status, 303);
        let page = owner.get("/tasks/1").await;
        assert!(page.has_text("There is no file") && !page.body.contains(FILE), "{}", page.text());
        assert_eq!(owner.get(FILE).await.status, 404);
        housekeeping::step(&app.state).await.expect("it is done");
        assert_eq!(parts(&app).await.len(), 0);
    }

    async fn whoever_may_not_see_the_list_any_more_does_not_get_it(app: TestApp) {
        let mut owner = long_list(&app).await;
        let mut asker = signed_in_admin(&app, &mut owner, "anna", "manager").await;
        ask(&mut asker, "").await;
        app.execute("UPDATE admins SET active = FALSE WHERE login = 'anna'").await;
        work(&app).await;
        let page = owner.get("/tasks/1").await;
        assert!(page.has_text("anna may no longer do this.") && page.has_text("There is no file"), "{}", page.text());
        assert_eq!((owner.get(FILE).await.status, parts(&app).await.len()), (404, 0));
    }
}
