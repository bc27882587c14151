//! What is asked of PostgreSQL and MySQL to see whether a connector reaches them. Their drivers open connections
//! themselves, so they are given a [`Relay`]; who the server must be they see from the host all the same.

use std::time::Instant;

use sqlx::{
    ConnectOptions, Connection, Error, Row,
    mysql::{MySqlConnectOptions, MySqlDatabaseError, MySqlSslMode},
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio_rustls::rustls;

use super::super::model::{Target, Tls};
use crate::{
    db::random_token,
    dial::{Cause, Distrust, Line, Relay},
    resource::Found,
};

/// A standby says that it is read-only here as well.
const POSTGRESQL: &str = "SELECT current_setting('server_version'), current_setting('transaction_read_only')";
const POSTGRESQL_TLS: &str = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
const MYSQL: &str = "SELECT VERSION(), CAST(@@read_only AS CHAR)";
const MYSQL_TLS: &str = "SHOW SESSION STATUS LIKE 'Ssl_version'";

pub async fn ask_postgresql(target: &Target, line: Line) -> Result<Found, Cause> {
    let relay = Relay::open(line, &format!(".s.PGSQL.{}", target.port), &random_token())?;
    let options = PgConnectOptions::new_without_pgpass()
        .host(&target.host)
        .port(target.port)
        .socket(relay.folder())
        .database(&target.database)
        .username(&target.user)
        .password(target.password())
        .statement_cache_capacity(0)
        .ssl_mode(match target.tls {
            Tls::Off => PgSslMode::Disable,
            Tls::Required => PgSslMode::Require,
            Tls::Verified => PgSslMode::VerifyFull,
        })
        .disable_statement_logging();
    let options = match target.authorities() {
        Some(ca) => options.ssl_root_cert_from_pem(ca.as_bytes().to_vec()),
        None => options,
    };
    let mut conn = Box::pin(options.connect()).await.map_err(cause)?;
    let sent = Instant::now();
    let row = Box::pin(sqlx::query(POSTGRESQL).persistent(false).fetch_one(&mut conn)).await.map_err(cause)?;
    let took = sent.elapsed();
    let (version, read_only): (String, String) = (text(&row, 0)?, text(&row, 1)?);
    // What speaks like PostgreSQL may not have this.
    let tls = Box::pin(sqlx::query(POSTGRESQL_TLS).persistent(false).fetch_one(&mut conn)).await;
    let tls = tls.ok().and_then(|row| text(&row, 0).ok());
    conn.close().await.ok();
    Ok(Found::new("PostgreSQL", &version, encrypted(target, tls), Some(read_only == "on"), took))
}

pub async fn ask_mysql(target: &Target, mut line: Line) -> Result<Found, Cause> {
    // The driver would wait for as much as anybody's greeting seems to announce.
    if !greets(line.look().await?) {
        return Err(Cause::NotThisKind);
    }
    let relay = Relay::open(line, "mysql.sock", &random_token())?;
    let options = MySqlConnectOptions::new()
        .host(&target.host)
        .port(target.port)
        .socket(relay.socket())
        .database(&target.database)
        .username(&target.user)
        .password(target.password())
        .statement_cache_capacity(0)
        // Nothing is set in the session of somebody else's server.
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .set_names(false)
        .ssl_mode(match target.tls {
            Tls::Off => MySqlSslMode::Disabled,
            Tls::Required => MySqlSslMode::Required,
            Tls::Verified => MySqlSslMode::VerifyIdentity,
        })
        .disable_statement_logging();
    let options = match target.authorities() {
        Some(ca) => options.ssl_ca_from_pem(ca.as_bytes().to_vec()),
        None => options,
    };
    let mut conn = Box::pin(options.connect()).await.map_err(cause)?;
    let sent = Instant::now();
    let row = Box::pin(sqlx::query(MYSQL).persistent(false).fetch_one(&mut conn)).await.map_err(cause)?;
    let took = sent.elapsed();
    let (version, read_only): (String, String) = (text(&row, 0)?, text(&row, 1)?);
    let tls = Box::pin(sqlx::query(MYSQL_TLS).persistent(false).fetch_one(&mut conn)).await;
    let tls = tls.ok().and_then(|row| text(&row, 1).ok());
    conn.close().await.ok();
    let server = if version.contains("MariaDB") { "MariaDB" } else { "MySQL" };
    Ok(Found::new(server, &version, encrypted(target, tls), Some(!["0", "OFF"].contains(&&*read_only)), took))
}

/// Whether these are the length, the number and the version of MySQL's first packet, or it refuses whoever comes.
fn greets([_, _, long, number, version]: [u8; 5]) -> bool {
    (long, number) == (0, 0) && [10, 255].contains(&version)
}

fn text<R: Row>(row: &R, at: usize) -> Result<String, Cause>
where
    usize: sqlx::ColumnIndex<R>,
    String: for<'r> sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    row.try_get_unchecked(at).map_err(|_| Cause::NotThisKind)
}

/// Where TLS was asked for the driver would not have come so far without it.
fn encrypted(target: &Target, version: Option<String>) -> Option<String> {
    (target.tls != Tls::Off).then(|| version.filter(|it| !it.is_empty()).unwrap_or_else(|| "TLS".to_owned()))
}

fn cause(error: Error) -> Cause {
    match error {
        Error::Io(error) => error.into(),
        Error::Tls(error) => match error.downcast_ref::<rustls::Error>() {
            Some(error) => error.into(),
            None => Cause::TlsRefused(Distrust::NotOffered),
        },
        // MySQL's newer way to take a password without TLS is left out of the driver.
        Error::Configuration(_) => Cause::TlsRefused(Distrust::Demanded),
        Error::Database(error) => match error.try_downcast_ref::<MySqlDatabaseError>() {
            Some(error) => of_mysql(error.number()),
            None => of_postgresql(error.code().as_deref().unwrap_or_default()),
        },
        _ => Cause::NotThisKind,
    }
}

/// By the SQLSTATE.
fn of_postgresql(code: &str) -> Cause {
    match code {
        "3D000" => Cause::NoSuchDatabase,
        "42501" => Cause::WrongCredentials,
        _ if code.starts_with("28") => Cause::WrongCredentials,
        // No room for another connection, starting, stopping.
        _ if code.starts_with("53") || code.starts_with("57") => Cause::NoAnswer,
        _ => Cause::NotThisKind,
    }
}

fn of_mysql(number: u16) -> Cause {
    match number {
        1049 => Cause::NoSuchDatabase,
        // The user, the database for this user, the address, an expired password, a locked account.
        1044 | 1045 | 1130 | 1698 | 1820 | 1862 | 3118 | 4151 => Cause::WrongCredentials,
        3159 => Cause::TlsRefused(Distrust::Demanded),
        // No room for another connection.
        1040 | 1129 | 1203 | 1226 => Cause::NoAnswer,
        _ => Cause::NotThisKind,
    }
}
