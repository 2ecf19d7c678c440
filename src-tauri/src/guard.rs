//! The border between a stranger's page and the studio. The preview's frame runs no script, so nothing should ever
//! knock here but our own interface; these are the walls behind that wall.

use studio::Failure;
use tauri::{Url, WebviewWindow};

use crate::commands::failure;

/// Refuses a command unless the window still shows our own interface.
pub(crate) fn check(window: &WebviewWindow) -> Result<(), Failure> {
    match window.url() {
        Ok(url) if is_ours(&url) => Ok(()),
        Ok(url) => Err(failure("A page that is not Galley's asked for something", url.to_string())),
        Err(error) => Err(failure("The window does not say what it shows", error.to_string())),
    }
}

/// Says whether an address is the interface's own. Windows and Android cannot have a scheme of one's own and use a
/// host that no name server knows.
pub(crate) fn is_ours(url: &Url) -> bool {
    let is_scheme = url.scheme() == "tauri" && url.host_str() == Some("localhost");
    let is_host = cfg!(windows)
        && matches!(url.scheme(), "http" | "https")
        && url.host_str() == Some("tauri.localhost");
    is_scheme || is_host
}

/// Lets the window as a whole load nothing but the interface, whatever a click, a form or a refresh may ask for.
#[cfg(target_os = "linux")]
pub(crate) fn hold_in_place(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{
        PolicyDecisionExt, PolicyDecisionType, ResponsePolicyDecision, ResponsePolicyDecisionExt,
        URIResponseExt, WebViewExt, glib::Cast,
    };
    window.with_webview(|webview| {
        webview.inner().connect_decide_policy(|_, decision, kind| {
            if kind != PolicyDecisionType::Response {
                return false;
            }
            let Some(response) = decision.downcast_ref::<ResponsePolicyDecision>() else { return false };
            let uri = response.response().and_then(|response| response.uri());
            let is_ours =
                uri.as_deref().and_then(|uri| Url::parse(uri).ok()).is_some_and(|url| is_ours(&url));
            if response.is_main_frame_main_resource() && !is_ours {
                decision.ignore();
                return true;
            }
            false
        });
    })
}

/// Elsewhere the window's own navigation check, which knows no frames, has to do.
#[cfg(not(target_os = "linux"))]
pub(crate) fn hold_in_place(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_interface_is_ours() {
        let ours = |text: &str| is_ours(&Url::parse(text).expect("a url"));
        assert!(ours("tauri://localhost/index.html"));
        for strange in [
            "http://127.0.0.1:4000/x",
            "tauri://evil/",
            "https://localhost/",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!ours(strange), "{strange}");
        }
    }
}
