//! Targets, plans and publishes.

use std::path::PathBuf;
use std::sync::Arc;

use publish::credential::Login;
use publish::host_key::Fingerprint;
use publish::targets::folder::FolderTarget;
use publish::targets::sftp::{SftpSettings, SftpTarget};
use publish::{ErrorKind, SiteId, Target};

use crate::Studio;
use crate::commands::start::shown;
use crate::delivery::{Consent, SavedTarget, Targets, make_plan, secret_name, start};
use crate::protocol::{
    AcceptHostKey, Nothing, PlanId, PlanPublish, PublishPlan, ReachTarget, SaveTarget, Secret, SignIn,
    TargetCheck, TargetId, TargetPlace, TargetView,
};
use crate::trouble::Trouble;

impl Studio {
    pub(crate) fn list_targets(&self, _: Nothing) -> Result<Vec<TargetView>, Trouble> {
        let folder = self.site_folder()?;
        let mut targets = Targets::read(&folder)?;
        let list = targets.list();
        if list.is_empty() {
            return Ok(Vec::new());
        }
        let site = targets.site_id(&folder)?;
        list.into_iter().map(|target| self.target_view(&site, target)).collect()
    }

    pub(crate) fn choose_target_folder(&self, _: Nothing) -> Result<Option<String>, Trouble> {
        Ok(self.shared.host.choose_folder("Choose the folder to publish to").map(|folder| shown(&folder)))
    }

    pub(crate) fn save_target(&self, save: SaveTarget) -> Result<TargetView, Trouble> {
        let folder = self.site_folder()?;
        let mut targets = Targets::read(&folder)?;
        let site = targets.site_id(&folder)?;
        let saved = targets.save(&folder, save)?;
        self.target_view(&site, saved)
    }

    pub(crate) fn remove_target(&self, id: TargetId) -> Result<Vec<TargetView>, Trouble> {
        let folder = self.site_folder()?;
        let mut targets = Targets::read(&folder)?;
        let site = targets.site_id(&folder)?;
        targets.remove(&folder, &id)?;
        self.shared.keychain.forget(&secret_name(&site, &id));
        self.list_targets(Nothing {})
    }

    pub(crate) fn check_target(&self, reach: ReachTarget) -> Result<TargetCheck, Trouble> {
        let (site, saved) = self.saved_target(&reach.target)?;
        let place = self.reach(&site, &saved, reach.secret.as_ref())?;
        let probe = self.shared.runtime.block_on(place.probe());
        let probe = probe.map_err(|error| self.refused(error.into(), &saved))?;
        self.keep_secret(&site, &saved, reach.secret.as_ref())?;
        let room = probe
            .free_bytes
            .map_or_else(String::new, |bytes| format!(", with {} of free space", bytes_in_words(bytes)));
        Ok(TargetCheck {
            message: format!("“{}” can be reached and written to{room}.", saved.settings.name)
        })
    }

    pub(crate) fn accept_host_key(&self, accept: AcceptHostKey) -> Result<Nothing, Trouble> {
        let (_, saved) = self.saved_target(&accept.target)?;
        if let TargetPlace::Sftp { host, port, .. } = &saved.settings.place {
            self.shared.records.accept_host_key(host, *port, &accept.fingerprint)?;
        }
        Ok(Nothing {})
    }

    pub(crate) fn plan_publish(&self, plan: PlanPublish) -> Result<PublishPlan, Trouble> {
        self.shared.save_everything();
        let (site, saved) = self.saved_target(&plan.target)?;
        if self.shared.desk().publishing.is_running() {
            return Err(Trouble::Publishing);
        }
        let place = self.reach(&site, &saved, plan.secret.as_ref())?;
        let consent = if plan.replace { Consent::Replace } else { Consent::None };
        let cancel = self.shared.desk().publishing.begin_plan();
        let (planned, view) = make_plan(&self.shared, saved.clone(), place, &site, consent, &cancel)
            .map_err(|trouble| self.refused(trouble, &saved))?;
        self.keep_secret(&site, &saved, plan.secret.as_ref())?;
        self.shared.desk().publishing.keep_plan(planned);
        Ok(view)
    }

    pub(crate) fn start_publish(&self, id: PlanId) -> Result<Nothing, Trouble> {
        let planned = self.shared.desk().publishing.take_plan(&id.0).ok_or(Trouble::NoPlan)?;
        start(&self.shared, planned)?;
        Ok(Nothing {})
    }

    pub(crate) fn cancel_publish(&self, _: Nothing) -> Result<Nothing, Trouble> {
        self.shared.desk().publishing.cancel();
        Ok(Nothing {})
    }

    fn site_folder(&self) -> Result<PathBuf, Trouble> {
        self.shared.desk().site().map(|site| site.folder.clone())
    }

    fn saved_target(&self, id: &TargetId) -> Result<(SiteId, SavedTarget), Trouble> {
        let folder = self.site_folder()?;
        let mut targets = Targets::read(&folder)?;
        Ok((targets.site_id(&folder)?, targets.find(id)?))
    }

    fn target_view(&self, site: &SiteId, saved: SavedTarget) -> Result<TargetView, Trouble> {
        let last = self.shared.records.last_release(&self.site_folder()?, Some(&saved.id.0))?;
        let needs_none = !needs_secret(&saved);
        let secret_kept = !needs_none && self.shared.keychain.find(&secret_name(site, &saved.id)).is_some();
        Ok(TargetView {
            secret_kept,
            last_publish: last.map(|release| release.at),
            id: saved.id,
            settings: saved.settings,
        })
    }

    /// Makes the publish crate's target. Connects nowhere yet.
    fn reach(
        &self,
        site: &SiteId,
        saved: &SavedTarget,
        secret: Option<&Secret>,
    ) -> Result<Arc<dyn Target>, Trouble> {
        let (host, port, user, folder, sign_in) = match &saved.settings.place {
            TargetPlace::Folder { folder } => return Ok(Arc::new(FolderTarget::new(folder))),
            TargetPlace::Sftp { host, port, user, folder, sign_in } => (host, *port, user, folder, sign_in),
        };
        let given = secret.map(|secret| publish::credential::Secret::new(&secret.text));
        let secret = given.or_else(|| self.shared.keychain.find(&secret_name(site, &saved.id)));
        let login = match sign_in {
            SignIn::Password => Login::Password(secret.ok_or_else(|| self.secret_needed(false))?),
            SignIn::KeyFile { file } => Login::KeyFile { file: file.into(), passphrase: secret },
            SignIn::Agent => Login::Agent,
        };
        let known = self.shared.records.host_key(host, port)?;
        let known_host = known.as_deref().and_then(Fingerprint::parse);
        Ok(Arc::new(SftpTarget::new(SftpSettings {
            host: host.clone(),
            port,
            user: user.clone(),
            login,
            folder: folder.clone(),
            known_host,
        })))
    }

    /// A password that was refused, or a passphrase that is missing, is asked for.
    fn refused(&self, trouble: Trouble, saved: &SavedTarget) -> Trouble {
        let is_refusal = matches!(&trouble, Trouble::Publish(error) if error.kind == ErrorKind::Auth);
        if is_refusal && needs_secret(saved) { self.secret_needed(true) } else { trouble }
    }

    fn secret_needed(&self, refused: bool) -> Trouble {
        Trouble::SecretNeeded { refused, keepable: self.shared.keychain.works() }
    }

    /// Keeps a secret that was just seen to work, if the person wishes.
    fn keep_secret(
        &self,
        site: &SiteId,
        saved: &SavedTarget,
        secret: Option<&Secret>,
    ) -> Result<(), Trouble> {
        match secret.filter(|secret| secret.keep) {
            Some(secret) => self
                .shared
                .keychain
                .keep(&secret_name(site, &saved.id), &publish::credential::Secret::new(&secret.text)),
            None => Ok(()),
        }
    }
}

fn needs_secret(saved: &SavedTarget) -> bool {
    match &saved.settings.place {
        TargetPlace::Folder { .. } | TargetPlace::Sftp { sign_in: SignIn::Agent, .. } => false,
        TargetPlace::Sftp { sign_in: SignIn::Password | SignIn::KeyFile { .. }, .. } => true,
    }
}

fn bytes_in_words(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut size = bytes;
    while size >= 10_000 && unit + 1 < UNITS.len() {
        size /= 1000;
        unit += 1;
    }
    format!("{size} {}", UNITS[unit])
}
