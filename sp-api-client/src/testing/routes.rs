//! Which operations there are: their paths, usage plans and tokens, taken from the models.

use std::collections::BTreeMap;

use http::Method;

use super::{
    Amazon, Answer, Call, buckets::Plan, catalog, fba_inventory, feeds, fees, finances, finances_v0, inbound,
    inbound_v0, listings, notifications, orders, orders_v0, outbound, pricing, pricing_v0, product_types,
    reports, restrictions, sellers, tokens, transfers,
};

/// Every API that is simulated.
pub(super) const APIS: &[&Api] = &[
    &catalog::API,
    &fba_inventory::API,
    &feeds::API,
    &fees::API,
    &finances::API,
    &finances_v0::API,
    &inbound::API,
    &inbound_v0::API,
    &listings::API,
    &notifications::API,
    &orders::API,
    &orders_v0::API,
    &outbound::API,
    &pricing::API,
    &pricing_v0::API,
    &product_types::API,
    &reports::API,
    &restrictions::API,
    &sellers::API,
    &tokens::API,
    &transfers::API,
];

/// One API of one version.
pub(super) struct Api {
    /// The model's file name without `.json`. Tests find the model by it.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests compare answers with the model"))]
    pub(super) model: &'static str,
    pub(super) routes: &'static [Route],
    /// Answers a call that the gateway has let through. `Err` is a refusal; both are sent the same way.
    pub(super) answer: fn(&Call<'_>, &mut Amazon) -> Result<Answer, Answer>,
}

/// One operation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    /// The operation id of the model; where two models share one, the older has its API in front
    /// (`ordersV0.getOrder`).
    pub(super) operation: &'static str,
    pub(super) method: &'static str,
    /// Like `/orders/2026-01-01/orders/{orderId}`. A parameter is one whole segment.
    pub(super) path: &'static str,
    pub(super) plan: Plan,
    pub(super) access: Access,
}

/// Which kind of token an operation wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// A seller's access token.
    Seller,
    /// The application's own access token, of this scope.
    Grantless(&'static str),
    /// A seller's access token, or a restricted data token that covers the path.
    Restricted,
}

impl Route {
    const fn new(
        method: &'static str,
        operation: &'static str,
        path: &'static str,
        rate: f64,
        burst: u32,
    ) -> Self {
        Self { operation, method, path, plan: Plan { rate, burst }, access: Access::Seller }
    }

    pub(super) const fn get(operation: &'static str, path: &'static str, rate: f64, burst: u32) -> Self {
        Self::new("GET", operation, path, rate, burst)
    }

    pub(super) const fn post(operation: &'static str, path: &'static str, rate: f64, burst: u32) -> Self {
        Self::new("POST", operation, path, rate, burst)
    }

    pub(super) const fn put(operation: &'static str, path: &'static str, rate: f64, burst: u32) -> Self {
        Self::new("PUT", operation, path, rate, burst)
    }

    pub(super) const fn patch(operation: &'static str, path: &'static str, rate: f64, burst: u32) -> Self {
        Self::new("PATCH", operation, path, rate, burst)
    }

    pub(super) const fn delete(operation: &'static str, path: &'static str, rate: f64, burst: u32) -> Self {
        Self::new("DELETE", operation, path, rate, burst)
    }

    /// Wants the application's own token instead of a seller's.
    pub(super) const fn grantless(self, scope: &'static str) -> Self {
        Self { access: Access::Grantless(scope), ..self }
    }

    /// Takes a restricted data token too.
    pub(super) const fn restricted(self) -> Self {
        Self { access: Access::Restricted, ..self }
    }

    /// The parameters of a path, decoded, when it is one of this route.
    fn parameters(&self, path: &str) -> Option<BTreeMap<&'static str, String>> {
        let mut parameters = BTreeMap::new();
        let mut segments = path.split('/');
        for wanted in self.path.split('/') {
            let segment = segments.next()?;
            match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(_) if segment.is_empty() => return None,
                Some(name) => {
                    parameters.insert(name, percent_decoded(segment));
                }
                None if wanted == segment => {}
                None => return None,
            }
        }
        segments.next().is_none().then_some(parameters)
    }
}

/// A path that some operation has.
pub(super) struct Matched {
    pub(super) api: &'static Api,
    pub(super) route: &'static Route,
    pub(super) parameters: BTreeMap<&'static str, String>,
}

/// The operation of a path: of `method` if there is one, otherwise any other of that path.
/// A literal segment is better than a parameter.
pub(super) fn find(method: &Method, path: &str) -> Option<Matched> {
    let all = APIS.iter().flat_map(|api| api.routes.iter().map(move |route| (*api, route)));
    all.filter_map(|(api, route)| Some(Matched { api, route, parameters: route.parameters(path)? }))
        .min_by_key(|matched| (method != matched.route.method, matched.parameters.len()))
}

/// The usage plan of a new seller, from the model.
pub(super) fn plan_of(operation: &str) -> Option<Plan> {
    if operation == feeds::LISTINGS_BUCKET {
        return Some(feeds::LISTINGS_PLAN);
    }
    APIS.iter().flat_map(|api| api.routes).find(|route| route.operation == operation).map(|route| route.plan)
}

/// A segment of a path as text. `+` stands for itself there, unlike in a query.
pub(super) fn percent_decoded(segment: &str) -> String {
    let query = segment.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(query.as_bytes()).map(|(key, _)| key.into_owned()).collect()
}
