//! Lists as files: what is in them, who gets them, and that they are as they seem.

use crate::both_databases;
use crate::login_as;
use crate::support::answer::Answer;
use crate::support::app::{TestApp, signed_in_owner};
use crate::support::client::Client;
use crate::support::database::Engine;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

const DANGEROUS: [&str; 5] = ["=1+1", "+49 123", "-5", "@SUM(A1)", "'=2"];

/// A list, the field of its file and the column of its page that show the same.
const LISTS: &[(&str, &str, usize)] = &[
    ("/accounts?sort=title", "name", 1),
    ("/accounts?q=a&sort=-users", "id", 0),
    ("/accounts?state=frozen", "id", 0),
    ("/accounts/1/users", "login", 2),
    ("/accounts/1/users?active=1&sort=-login", "email", 3),
    ("/accounts/1/groups", "name", 0),
    ("/accounts/1/roles?sort=-name", "name", 0),
    ("/accounts/1/history", "object_name", 2),
    ("/tariffs?sort=-title", "name", 0),
    ("/web-version-policies", "name", 0),
    ("/databases", "name", 0),
    ("/external-data", "name", 0),
    ("/admins", "login", 0),
    ("/api-tokens", "name", 0),
    ("/audit", "object_name", 2),
    ("/outbox", "recipient", 3),
    ("/visits", "reason", 3),
    ("/me/sign-ins", "ip", 4),
    ("/admins/1/sign-ins", "ip", 4),
    ("/tasks", "id", 0),
    ("/tasks/1", "label", 1),
];

/// The heads, and the rows below them.
fn csv(answer: &Answer) -> (Vec<String>, Vec<Vec<String>>) {
    let text = answer.body.strip_prefix('\u{feff}').expect("a mark of UTF-8 comes first");
    let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> =
        lines.records().map(|line| line.expect("CSV").iter().map(str::to_owned).collect()).collect();
    (rows.remove(0), rows)
}

fn xlsx(answer: &Answer) -> (Vec<Vec<Data>>, usize) {
    let mut book = Xlsx::new(Cursor::new(answer.bytes.clone())).expect("a workbook");
    let formulas = book.worksheet_formula("Sheet1").expect("a sheet").used_cells().count();
    let cells = book.worksheet_range("Sheet1").expect("a sheet");
    (cells.rows().map(<[Data]>::to_vec).collect(), formulas)
}

fn exported(list: &str, format: &str) -> String {
    let (path, query) = list.split_once('?').unwrap_or((list, ""));
    format!("{path}/export?{query}&format={format}")
}

fn column(heads: &[String], name: &str) -> usize {
    heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("{name} among {heads:?}"))
}

/// All pages of a list, one column of them.
async fn shown(client: &mut Client, list: &str, column: usize) -> Vec<String> {
    let mut page = client.get(list).await;
    let mut cells: Vec<String> = Vec::new();
    loop {
        cells.extend(page.rows().into_iter().map(|row| row[column].clone()));
        if !page.has_link("Next") {
            return cells;
        }
        page = client.get(&page.link("Next")).await;
    }
}

/// Something in each list.
async fn filled(app: &TestApp) -> Client {
    steward::demo::fill(&app.state, 60, 240).await.unwrap();
    let mut owner = signed_in_owner(app).await;
    assert_eq!(owner.submit("/accounts/1/roles/new", &[("name", "Writers")]).await.status, 303);
    crate::api::make_token(&mut owner, "Billing", &crate::api::ALL_SCOPES).await;
    crate::jobs::begin(&mut owner, "act=activate&id=1&id=2", &[]).await;
    crate::jobs::work(app).await;
    owner
}

both_databases! {
    async fn a_file_has_the_rows_of_the_list_in_its_order(app: TestApp) {
        let mut owner = filled(&app).await;
        let mut filled = 0;
        for (list, field, at) in LISTS {
            let shown = shown(&mut owner, list, *at).await;
            let answer = owner.get(&exported(list, "csv")).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv; charset=utf-8"), "{list}: {}", answer.text());
            let (heads, rows) = csv(&answer);
            let at = column(&heads, field);
            let read: Vec<&str> = rows.iter().map(|row| steward::files::unguard(&row[at])).collect();
            // The record of the file itself came after the page of the record.
            let read = &read[read.len() - shown.len()..];
            assert!(rows.len() <= shown.len() + 1, "{list}: {} rows, not {}", rows.len(), shown.len());
            let alike = |(shown, read): (&String, &&str)| shown.contains(*read) || shown.replace('\u{a0}', " ").contains(*read);
            assert!(shown.iter().zip(read).all(alike), "{list}: {shown:?} {read:?}");
            filled += usize::from(!shown.is_empty());
        }
        assert!(filled > 12, "{filled} lists had rows");
    }

    async fn a_file_of_many_rows_has_each_of_them_once(app: TestApp) {
        steward::demo::fill(&app.state, 2_300, 10).await.unwrap();
        let mut owner = signed_in_owner(&app).await;
        for list in ["/accounts", "/accounts?sort=title", "/accounts?sort=-users&size=25", "/accounts?sort=tariff&place=last", "/accounts?sort=-created"] {
            let (heads, rows) = csv(&owner.get(&exported(list, "csv")).await);
            let read: Vec<&String> = rows.iter().map(|row| &row[column(&heads, "id")]).collect();
            let list = list.replace("&size=25", "").replace("&place=last", "");
            let size = if list.contains('?') { "&size=200" } else { "?size=200" };
            let shown = shown(&mut owner, &format!("{list}{size}"), 0).await;
            assert_eq!(shown.len(), rows.len(), "{list}");
            assert!(shown.iter().eq(read), "{list}");
        }
        let (_, filtered) = csv(&owner.get("/accounts/export?state=inactive").await);
        assert!(filtered.iter().all(|row| row[5].starts_with("inactive")) && !filtered.is_empty(), "{filtered:?}");
    }

    async fn what_a_spreadsheet_would_calculate_is_a_text(app: TestApp) {
        let mut owner = crate::accounts::owner_with_choices(&app).await;
        for (at, title) in DANGEROUS.iter().enumerate() {
            let made = owner.submit("/accounts/new", &[("title", *title), ("name", &format!("a{at}")), ("tariff", "Basic")]).await;
            assert_eq!(made.status, 303, "{title}: {}", made.text());
        }
        let comma = owner.submit("/accounts/new", &[("title", "Say \"hi\", now"), ("name", "comma"), ("tariff", "Basic")]).await;
        assert_eq!(comma.status, 303, "{}", comma.text());
        let answer = owner.get(&exported("/accounts?sort=id", "csv")).await;
        assert!(answer.body.starts_with("\u{feff}id,title,name,tariff,tz,state,user_count,created_at\r\n"), "{}", answer.body);
        assert!(answer.body.contains(",\"Say \"\"hi\"\", now\",comma,Basic,UTC,active,0,2026-03-02T12:00:00Z\r\n"), "{}", answer.body);
        let (_, rows) = csv(&answer);
        let (cells, formulas) = xlsx(&owner.get(&exported("/accounts?sort=id", "xlsx")).await);
        assert_eq!((cells.len(), formulas), (rows.len() + 1, 0));
        for title in DANGEROUS {
            let at = rows.iter().position(|row| row[1] == format!("'{title}")).unwrap_or_else(|| panic!("{title}: {rows:?}"));
            assert_eq!(cells[at + 1][1], Data::String(title.to_owned()));
        }
        assert_eq!(cells[1][0], Data::Float(1.0), "numbers are numbers");
        assert!(matches!(&cells[1][7], Data::DateTime(at) if at.as_f64() == 46083.5), "{:?}", cells[1]);
    }

    async fn a_file_comes_as_one_to_keep_and_is_on_the_record(app: TestApp) {
        let mut owner = filled(&app).await;
        let list = owner.get("/accounts?q=a&sort=title").await;
        assert_eq!(list.link("CSV"), "/accounts/export?q=a&sort=title&format=csv");
        assert_eq!(list.link("XLSX"), "/accounts/export?q=a&sort=title&format=xlsx");
        for (format, name) in [("csv", "steward-accounts-2026-03-02.csv"), ("xlsx", "steward-accounts-2026-03-02.xlsx")] {
            let answer = owner.get(&list.link(&format.to_uppercase())).await;
            assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
            assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), ("no-store", "nosniff"));
        }
        owner.get("/accounts/1/users/export?active=1").await;
        let record = owner.get("/audit").await;
        let rows: Vec<String> = record.rows().into_iter().take(3).map(|row| format!("{} {}", row[2], row[3])).collect();
        let found = owner.get("/accounts?q=a").await.texts("caption").concat();
        let found = found.rsplit(' ').next().unwrap().to_owned();
        assert!(rows[0].starts_with("Exported · list/accounts/1/users ") && rows[0].contains("active=1"), "{rows:?}");
        assert!(rows[1].starts_with("Exported · list/accounts ") && rows[1].contains("xlsx") && rows[1].contains("q=a") && rows[1].contains(&found), "{rows:?}");
        assert!(owner.get("/accounts/1/history").await.has_text("/accounts/1/users"));
    }

    async fn whoever_may_see_the_list_may_take_it_and_nobody_else(app: TestApp) {
        let mut owner = filled(&app).await;
        assert_eq!(app.client().get("/accounts/export").await.location(), "/sign-in?return_to=%2Faccounts%2Fexport");
        assert_eq!(owner.get("/accounts/export?format=doc").await.status, 400);
        assert_eq!(owner.get("/accounts/4711/users/export").await.status, 404);
        assert_eq!(owner.get("/accounts/4711/groups/export").await.status, 404);
        app.execute("UPDATE admins SET role = 'auditor'").await;
        assert_eq!(owner.get("/accounts/export").await.status, 200);
        let secret = owner.get("/api-tokens/export").await;
        assert!(secret.body.contains("Billing") && secret.body.contains("stw_"), "{}", secret.body);
        assert!(secret.body.lines().all(|line| !regex::Regex::new("stw_[A-Za-z0-9]{9}").unwrap().is_match(line)), "{}", secret.body);
    }

    async fn a_file_takes_a_record_more_than_its_list(app: TestApp) {
        let mut owner = filled(&app).await;
        for (list, count) in [("/accounts", 3), ("/tariffs", 2), ("/audit", 2), ("/tasks/1", 3)] {
            owner.get(list).await;
            let before = app.state.db.statements();
            assert_eq!(owner.get(&exported(list, "csv")).await.status, 200);
            assert_eq!(app.state.db.statements() - before, count + 1, "{list}");
        }
    }

    async fn the_portal_lets_no_list_go(app: TestApp) {
        let mut client = login_as::scene(&app).await;
        login_as::visit(&mut client).await;
        for path in ["/portal/visits", "/portal/security/sign-ins"] {
            let list = client.get(path).await;
            assert!(list.status == 200 && !list.has_link("CSV"), "{path}: {}", list.text());
            assert_eq!(client.get(&format!("{path}/export?format=csv")).await.status, 404, "{path}");
        }
    }

    async fn whoever_hangs_up_in_the_middle_holds_nothing(engine: Engine) {
        let app = TestApp::spawn_with(engine, |config| config.database_limits.connections = 2).await;
        steward::demo::fill(&app.state, 5_000, 10).await.unwrap();
        let mut owner = signed_in_owner(&app).await;
        for _ in 0..4 {
            owner.hang_up_on("/accounts/export").await;
            let made = owner.submit("/tariffs/new", &[("name", "Next"), ("title", "Next")]).await;
            assert!(matches!(made.status, 303 | 422), "{}", made.text());
        }
        assert_eq!(owner.get("/accounts").await.status, 200);
    }
}
