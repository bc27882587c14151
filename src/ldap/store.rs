use super::{
    map::Mapped,
    model::{LdapConnector, NewLdap},
};
use crate::{
    change::{Actor, Change, maybe},
    db::{self, Conn, One, Sealed, Table, Written, sql, written},
    dial::tls::fingerprint,
    error::{FieldErrors, Result},
    lists::{Column, Kind},
    resource::{NewPassword, Row, Stored, Versioned, WithPassword, forget_trial, password_mark, seal_password},
    state::State,
};

pub(super) const BY_HOST: Column<Row<LdapConnector>> =
    Column { name: "host", sql: "t.host", kind: Kind::Text, key: |row| row.host.clone() };

pub(super) async fn map(conn: &mut Conn, id: i64) -> db::Result<Vec<Mapped>> {
    sql!(fetch_all Mapped, conn,
        "SELECT dn_key, stable_id, group_names, role_names, master FROM ldap_groups
         WHERE connector_id = $1 ORDER BY id", id)
}

/// Whether administrators sign in through it and whoever acts is no owner, who could make an owner of themselves by it.
async fn is_beyond(conn: &mut Conn, id: i64, by: &Actor) -> db::Result<bool> {
    let found = sql!(fetch_optional One<i64>, conn,
        "SELECT d.id FROM admin_directory d WHERE d.connector_id = $1
           AND NOT EXISTS (SELECT 1 FROM admins a WHERE a.role = 'owner' AND a.active
                           AND a.id = CASE $2 WHEN 'admin' THEN $3 WHEN 'token' THEN (SELECT t.admin_id FROM api_tokens t WHERE t.id = $3) END)",
        id, by.kind, by.id.unwrap_or_default())?;
    Ok(found.is_some())
}

impl Stored for LdapConnector {
    type Of = ();
    type New = NewLdap;
    const TABLE: Table = Table { name: "ldap_connectors", searched: &["name", "host", "base_dn"], between: "\n" };
    const COLUMNS: &'static str =
        "t.name, t.host, t.port, t.secondary_host, t.secondary_port, t.security, t.ca, t.bind_dn,
        t.base_dn, t.user_filter, t.login_attribute, t.first_name_attribute, t.last_name_attribute, t.email_attribute,
        t.tried, t.tried_server, t.tried_at, t.password_sealed IS NOT NULL AS has_password,
        (SELECT count(*) FROM ldap_groups g WHERE g.connector_id = t.id) AS mapped_groups";
    const USED: &'static [&'static str] = &[
        "accounts a WHERE a.ldap_connector = ",
        "(SELECT '/settings/directory' AS title, id, connector_id FROM admin_directory) a WHERE a.connector_id = ",
    ];
    const KIND: &'static str = "ldap";

    fn of(&self) {}

    /// Without its password, which is bound to the row's id.
    fn written(new: &NewLdap) -> Written {
        let NewLdap { server, attributes, .. } = new;
        written![
            name: &new.name,
            host: &server.host,
            port: server.port,
            secondary_host: &server.secondary_host,
            secondary_port: server.secondary_port,
            security: server.security.as_str(),
            ca: &server.ca,
            bind_dn: &server.bind_dn,
            base_dn: &new.base_dn,
            user_filter: &new.user_filter,
            login_attribute: &attributes.login,
            first_name_attribute: &attributes.first_name,
            last_name_attribute: &attributes.last_name,
            email_attribute: &attributes.email,
        ]
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("host", self.host.clone()),
            ("port", self.port.to_string()),
            ("secondary_host", self.secondary_host.clone()),
            ("secondary_port", maybe(self.secondary_port.as_ref())),
            ("security", self.security.as_str().to_owned()),
            ("ca", fingerprint(&self.ca)),
            ("bind_dn", self.bind_dn.clone()),
            ("password", password_mark(self.has_password, self.password_changed)),
            ("base_dn", self.base_dn.clone()),
            ("user_filter", self.user_filter.clone()),
            ("login_attribute", self.login_attribute.clone()),
            ("first_name_attribute", self.first_name_attribute.clone()),
            ("last_name_attribute", self.last_name_attribute.clone()),
            ("email_attribute", self.email_attribute.clone()),
        ]
    }

    fn losing(&self) -> Option<(&'static str, i64)> {
        (self.mapped_groups > 0).then_some(("mapped_groups", self.mapped_groups))
    }

    async fn check(change: &mut Change, before: &Versioned<Self>, new: &NewLdap) -> Result<()> {
        let leads_elsewhere = new.server != before.server();
        if before.has_password && new.password == NewPassword::Keep && leads_elsewhere {
            return Err(FieldErrors::one("password", "refused-ldap-password-anew").into());
        }
        if leads_elsewhere || new.password != NewPassword::Keep || new.base_dn != before.base_dn {
            forget_trial(&mut change.conn, &Self::TABLE, before.id).await?;
        }
        // Whoever answers, and whose entry it is, says who somebody is: they could be any user who signs in through it.
        let means_others = (&new.base_dn, &new.user_filter, &new.attributes.login)
            != (&before.base_dn, &before.user_filter, &before.login_attribute);
        if leads_elsewhere || means_others {
            change.by.may_hand_over()?;
            if is_beyond(&mut change.conn, before.id, &change.by).await? {
                return Err(FieldErrors::whole("refused-ldap-of-administrators").into());
            }
        }
        Ok(())
    }

    /// Seals the password.
    async fn finish(it: Versioned<Self>, state: &State, change: &mut Change, new: &NewLdap) -> Result<Versioned<Self>> {
        seal_password(it, state, change, new).await
    }
}

impl WithPassword for LdapConnector {
    const SEALED: Sealed = Sealed::LdapPassword;

    fn has_password(&self) -> bool {
        self.has_password
    }

    fn set_password(&mut self, is_there: bool) {
        (self.has_password, self.password_changed) = (is_there, is_there);
    }

    fn new_password(new: &NewLdap) -> &NewPassword {
        &new.password
    }
}
