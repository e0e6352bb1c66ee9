//! Keeps: "Default deny". A route is added together with who may use it; a route without it does not compile,
//! and tests walk the list.

use axum::{Extension, Router, handler::Handler, middleware, routing};

use super::{House, unsent};
use crate::Role;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody: the sign-in page, the privacy page, assets.
    Anyone,
    /// Anybody, on the public page of a clinic named in the path.
    Visitor,
    /// The holder of a link from a message, named in the path.
    Link,
    /// The holder of a link from a letter, named in the path, who is nobody yet: the handler opens the link.
    Letter,
    /// Signed-in staff with one of these roles.
    Staff(&'static [Role]),
    /// A program of a clinic's whose key has this scope, let in by the [`gate`](super::gate).
    Client(&'static str),
    /// A signed-in operator of the platform.
    Operator,
}

/// A route as listed for tests and papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// "GET" or "POST".
    pub method: &'static str,
    /// axum's path pattern.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
}

/// The table of routes.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<House>,
    listed: Vec<Listed>,
}

impl Routes {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page.
    #[must_use]
    pub fn get<H: Handler<T, House>, T: 'static>(mut self, path: &'static str, access: Access, page: H) -> Self {
        self.listed.push(Listed { method: "GET", path, access });
        self.router = self.router.route(path, routing::get(page).layer(Extension(access)));
        self
    }

    /// A form's target.
    #[must_use]
    pub fn post<H: Handler<T, House>, T: 'static>(mut self, path: &'static str, access: Access, act: H) -> Self {
        self.listed.push(Listed { method: "POST", path, access });
        let mut act = routing::post(act);
        if matches!(access, Access::Staff(_)) {
            act = act.layer(middleware::from_fn(unsent::hold));
        }
        self.router = self.router.route(path, act.layer(Extension(access)));
        self
    }

    /// Both tables in one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        self.router = self.router.merge(other.router);
        self
    }

    /// Changes the router as a whole, for a layer that all of its routes share.
    #[must_use]
    pub fn within(mut self, layer: impl FnOnce(Router<House>) -> Router<House>) -> Self {
        self.router = layer(self.router);
        self
    }

    /// Every route.
    #[must_use]
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// The router.
    pub fn into_router(self) -> Router<House> {
        self.router
    }
}
