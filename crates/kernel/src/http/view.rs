//! What every page knows: the language, who looks, where they are.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{House, NavItem, Place};
use crate::{
    Clinic, Problem, Role,
    actor::SupportScope,
    id::{Id as _, SessionId},
    language::{Language, Speech},
};

/// The bar on top: whose pages these are, and for staff where they can go.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The clinic.
    pub clinic: Clinic,
    /// For staff: name and role. An operator under a grant has no name here.
    pub staff: Option<(String, Role)>,
    /// At which of the clinic's locations they work in this session.
    pub location: Option<String>,
    /// Until when an operator may look into this clinic, if one may now: shown to everybody on staff.
    pub support_until: Option<jiff::Timestamp>,
    /// Whether an operator waits for this owner's answer.
    pub leave_is_asked: bool,
    /// For an operator under leave: what it covers.
    pub looks_at: Vec<SupportScope>,
    /// After how many quiet minutes the session ends.
    pub idle_minutes: Option<i32>,
}

impl Bar {
    /// The bar of the clinic's public pages.
    #[must_use]
    pub const fn public(clinic: Clinic) -> Self {
        Self { clinic, staff: None, location: None, support_until: None, idle_minutes: None, leave_is_asked: false, looks_at: Vec::new() }
    }
}

/// The view a template gets as `v`.
#[derive(Clone, Debug)]
pub struct View {
    house: House,
    speech: Speech,
    path: String,
    bar: Option<Bar>,
    binding: Vec<u8>,
    /// The id of a form that is shown once more.
    form: Option<uuid::Uuid>,
}

impl std::ops::Deref for View {
    type Target = Speech;
    fn deref(&self) -> &Speech {
        &self.speech
    }
}

/// One entry of the bar, resolved for a page.
#[derive(Debug)]
pub struct NavShown {
    /// Where.
    pub href: &'static str,
    /// Words.
    pub words: String,
    /// What it is for, on the page behind the bar.
    pub says: Option<String>,
    /// Whether this page is it.
    pub current: bool,
}

impl View {
    /// The view of somebody unknown, in the language their browser asks for.
    #[must_use]
    pub fn of_request(house: &House, parts: &Parts) -> Self {
        Self::of_headers(house, &parts.headers, &parts.uri)
    }

    /// As [`View::of_request`], from the pieces.
    #[must_use]
    pub fn of_headers(house: &House, headers: &axum::http::HeaderMap, uri: &axum::http::Uri) -> Self {
        let chosen = cookie(headers, language_cookie(house.is_https())).and_then(|tag| Language::from_tag(&tag));
        let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Language::accepted);
        let language = chosen.or_else(accepted).unwrap_or_default();
        Self {
            house: house.clone(),
            speech: Speech::new(house.languages().clone(), language, jiff::tz::TimeZone::UTC),
            path: uri.path_and_query().map_or("/", axum::http::uri::PathAndQuery::as_str).to_owned(),
            bar: None,
            binding: b"public".to_vec(),
            form: None,
        }
    }

    /// The pages of a clinic; staff's forms are bound to the session, which keeps its id when its cookie is renewed.
    pub(super) fn at_clinic(mut self, bar: Bar, session: Option<SessionId>) -> Self {
        self.speech = self.speech.in_zone(bar.clinic.time_zone.clone());
        self.bar = Some(bar);
        match session {
            Some(session) => self.bound_to(session),
            None => self,
        }
    }

    /// The same page by another clock: that of a place of the clinic's.
    #[must_use]
    pub fn by_clock_of(&self, clinic: &Clinic) -> Self {
        let mut view = self.clone();
        view.speech = view.speech.in_zone(clinic.time_zone.clone());
        view
    }

    /// The operator's pages: no clinic's, in UTC; forms are bound to the operator's session.
    pub(super) fn at_console(self, session: SessionId) -> Self {
        self.bound_to(session)
    }

    /// Whether an operator looks in now, under the owner's leave.
    #[must_use]
    pub fn is_support(&self) -> bool {
        self.bar.as_ref().and_then(|bar| bar.staff.as_ref()).is_some_and(|(_, role)| *role == Role::Support)
    }

    /// Speaks the clinic's own language where the person has not chosen one.
    #[must_use]
    pub(super) fn or_clinic_language(mut self, headers: &axum::http::HeaderMap) -> Self {
        if cookie(headers, language_cookie(self.house.is_https())).is_none()
            && headers.get(header::ACCEPT_LANGUAGE).is_none()
            && let Some(bar) = &self.bar
        {
            self.speech = self.speech.in_language(bar.clinic.language);
        }
        self
    }

    /// The speech of this page.
    #[must_use]
    pub const fn speech(&self) -> &Speech {
        &self.speech
    }

    /// `lang=`.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.speech.language().tag()
    }

    /// `dir=`.
    #[must_use]
    pub fn dir(&self) -> &'static str {
        self.speech.language().direction()
    }

    /// The bar, if these are a clinic's pages.
    #[must_use]
    pub const fn bar(&self) -> Option<&Bar> {
        self.bar.as_ref()
    }

    /// The path and query of this page.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The other languages: tag, own name, where the switch posts from.
    #[must_use]
    pub fn other_languages(&self) -> Vec<(&'static str, &'static str)> {
        Language::ALL.into_iter().filter(|l| *l != self.speech.language()).map(|l| (l.tag(), l.own_name())).collect()
    }

    /// Whether these pages may be offered: to an operator under leave only those it covers.
    fn offers(&self, bar: &Bar, role: Role, href: &str) -> bool {
        role != Role::Support || self.house.support_nav().iter().any(|(scope, page)| *page == href && bar.looks_at.contains(scope))
    }

    /// Whether a page stands in this person's navigation.
    #[must_use]
    pub fn offers_page(&self, href: &str) -> bool {
        self.may_go().iter().any(|item| item.href == href)
    }

    /// Every entry that is for this person.
    fn may_go(&self) -> Vec<&'static NavItem> {
        let Some((bar, role)) = self.bar.as_ref().and_then(|bar| Some((bar, bar.staff.as_ref()?.1))) else { return Vec::new() };
        self.house.nav().iter().filter(|item| item.roles.contains(&role) && self.offers(bar, role, item.href)).collect()
    }

    fn is_at(&self, href: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
    }

    fn shown(&self, item: &NavItem, current: bool) -> NavShown {
        let says = if let Place::Behind { says, .. } = item.place { Some(self.speech.t(says)) } else { None };
        NavShown { href: item.href, words: self.speech.t(item.words), says, current }
    }

    /// Where staff of this role can go, in the bar. Who has no page that lists the rest has all of it in the bar.
    #[must_use]
    pub fn nav(&self) -> Vec<NavShown> {
        let items = self.may_go();
        let has_door = items.iter().any(|item| item.place == Place::Door);
        let behind = |item: &NavItem| matches!(item.place, Place::Behind { .. });
        let at_behind = items.iter().any(|item| behind(item) && self.is_at(item.href));
        items
            .iter()
            .filter(|item| !has_door || !behind(item))
            .map(|item| self.shown(item, self.is_at(item.href) || item.place == Place::Door && at_behind))
            .collect()
    }

    /// What stands behind the bar, under its headings, in order.
    #[must_use]
    pub fn behind(&self) -> Vec<(String, Vec<NavShown>)> {
        let mut groups: Vec<(&'static str, Vec<NavShown>)> = Vec::new();
        for item in self.may_go() {
            let Place::Behind { under, .. } = item.place else { continue };
            let shown = self.shown(item, false);
            match groups.iter_mut().find(|(heading, _)| *heading == under) {
                Some((_, items)) => items.push(shown),
                None => groups.push((under, vec![shown])),
            }
        }
        groups.into_iter().map(|(heading, items)| (self.speech.t(heading), items)).collect()
    }

    /// The hidden field every form carries: proof that the form is ours, and one effect for one form.
    #[must_use]
    pub fn form(&self) -> String {
        let id = self.form.unwrap_or_else(|| crate::id::fresh(self.house.db().clock(), self.house.db().chance()));
        format!(r#"<input type="hidden" name="_form" value="{}">"#, self.house.forms().issue(id, &self.binding))
    }

    /// The same view for a form that was shown before: it keeps its id, so that it has one effect.
    pub(super) const fn showing(mut self, form: uuid::Uuid) -> Self {
        self.form = Some(form);
        self
    }

    /// The same view, whose forms are those of a session.
    pub(super) fn bound_to(mut self, session: SessionId) -> Self {
        self.binding = session.uuid().as_bytes().to_vec();
        self
    }

    /// An asset's address, with a mark that changes when its bytes do, so that browsers may keep it for ever.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        crate::html::address(name)
    }

    /// The outward address of this installation.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.house.base_url()
    }

    /// Whether letters leave this machine.
    #[must_use]
    pub fn letters_leave(&self) -> bool {
        self.house.letters_leave()
    }

    /// A page.
    ///
    /// # Errors
    /// [`Problem::Broken`] when the template cannot be written.
    pub fn page(&self, template: &impl Template) -> Result<Response, Problem> {
        self.page_as(StatusCode::OK, template)
    }

    /// A page that refuses a form: 422, with what was typed.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn page_again(&self, template: &impl Template) -> Result<Response, Problem> {
        self.page_as(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// A page with another status.
    ///
    /// # Errors
    /// [`Problem::Broken`].
    pub fn page_as(&self, status: StatusCode, template: &impl Template) -> Result<Response, Problem> {
        let html = template.render().map_err(|error| Problem::Broken(error.into()))?;
        Ok((status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response())
    }
}

/// A path of this installation, if that is what it is: browsers drop tabs and turn `\\` into `/`, so `/<tab>/elsewhere`
/// and `/\\elsewhere` are addresses of others.
#[must_use]
pub fn own_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let visible = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (visible && !rest.starts_with('/')).then_some(path)
}

/// Longer than any address of ours: what is longer was never one.
const LONGEST_PATH: usize = 2000;

/// After a form took effect: the page to look at, by GET. Anything that is not a path of ours leads to the first page.
#[must_use]
pub fn see_other(location: &str) -> Response {
    Redirect::to(own_path(location).filter(|path| path.len() <= LONGEST_PATH).unwrap_or("/")).into_response()
}

/// The name of the cookie that keeps a chosen language. Like the session's, it is locked to this host wherever https lets it be.
#[must_use]
pub const fn language_cookie(house_is_https: bool) -> &'static str {
    if house_is_https { "__Host-lang" } else { "lang" }
}

/// A cookie's value.
pub(super) fn cookie(headers: &axum::http::HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(cookie::Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_path_of_ours_is_followed() {
        for ours in ["/", "/today", "/c/rahma?day=2026-03-02", "/sign-in?then=%2Ftoday"] {
            assert_eq!(own_path(ours), Some(ours));
        }
        for theirs in
            ["", "today", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil", "https://evil.example", "/\u{a0}/x", "/a b"]
        {
            assert_eq!(own_path(theirs), None, "{theirs:?}");
        }
    }
}
