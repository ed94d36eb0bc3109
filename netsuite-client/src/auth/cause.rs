//! Why NetSuite says no: the likely causes, for it tells none but "invalid login".

/// A refused call, as far as its cause can be told from it.
pub(crate) enum Refused {
    /// 401 to a signature.
    Signature { by_own_host: bool },
    /// 401 to a bearer token that was renewed already.
    Bearer,
    /// 403.
    Permission,
}

pub(crate) fn hint_for(refused: &Refused) -> &'static str {
    match refused {
        Refused::Signature { by_own_host: true } => {
            "NetSuite does not accept this login: check the account id, this machine's clock, and whether the token or \
             certificate was revoked (Setup > Users/Roles > Login Audit Trail has the reason)"
        }
        Refused::Signature { by_own_host: false } => {
            "NetSuite does not accept this login: the signature covers base_url, which is not the account's own host, so \
             a proxy there has to keep the host as it is; then check the account id, this machine's clock, and whether \
             the token was revoked (Setup > Users/Roles > Login Audit Trail has the reason)"
        }
        Refused::Bearer => {
            "NetSuite does not accept a token it has just given: check whether the role may Log in using OAuth 2.0 Access \
             Tokens, whether role or mapping were changed or revoked, and whether the token's scopes cover this call"
        }
        Refused::Permission => {
            "the role lacks a permission: REST Web Services, SuiteAnalytics Workbook for queries, and edit level on the \
             record type even for reads"
        }
    }
}

/// What the token endpoint's codes mean for a signed assertion.
pub(super) fn hint_for_assertion(code: &str) -> Option<&'static str> {
    match code {
        "invalid_grant" => Some(
            "check this machine's clock, that the certificate id is the one NetSuite shows, and that the mapping exists \
             in this account (a sandbox refresh removes it)",
        ),
        "invalid_client" => Some("the client id is not that of an integration record of this account"),
        "invalid_request" => Some("check that the key's algorithm fits the uploaded certificate"),
        "invalid_scope" => Some("the integration record does not have every scope that is asked for"),
        "unauthorized_client" => {
            Some("the integration record does not allow Client Credentials (Machine to Machine) Grant")
        }
        _ => None,
    }
}

/// What the token endpoint's codes mean for a person's authorization.
pub(super) fn hint_for_person(code: &str) -> Option<&'static str> {
    match code {
        "invalid_grant" => Some(
            "the authorization has ended: it expired, was revoked, or its token was used before (each is good for one \
             use); authorize again",
        ),
        "invalid_client" => Some(
            "check the client id and secret of the integration record; a public client has no secret, any other must \
             send it",
        ),
        "unauthorized_client" => Some("the integration record does not allow Authorization Code Grant"),
        _ => None,
    }
}
