//! Pictures that go beside a page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::output::SourcePath;

use crate::picture::{self, MAX_BYTES};
use crate::protocol::{AddPicture, PageId, PictureAdded};
use crate::trouble::{PictureTrouble, Trouble};
use crate::{Studio, disk};

impl Studio {
    pub(crate) fn add_picture(&self, add: AddPicture) -> Result<PictureAdded, Trouble> {
        let refused = |why| Trouble::Picture { name: add.name.clone(), why };
        if add.data.len() / 4 * 3 > MAX_BYTES + 3 {
            return Err(refused(PictureTrouble::Size));
        }
        let bytes = STANDARD.decode(&add.data).map_err(|_| refused(PictureTrouble::Data))?;
        self.put_beside(&add.page, &add.name, bytes)
    }

    pub(crate) fn choose_picture(&self, page: PageId) -> Result<Option<PictureAdded>, Trouble> {
        let Some(path) = self.shared.host.choose_picture("Choose a picture") else { return Ok(None) };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = disk::read(&path)?;
        self.put_beside(&page, &name, bytes).map(Some)
    }

    fn put_beside(&self, page: &PageId, name: &str, bytes: Vec<u8>) -> Result<PictureAdded, Trouble> {
        let refused = |why| Trouble::Picture { name: name.to_owned(), why };
        let picture = picture::clean(name, bytes).map_err(refused)?;
        let mut file_name = String::new();
        let row = self.changing(|site| {
            let file = site.file(page)?;
            self.shared.settle(site, &file)?;
            let file = super::pages::into_folder(site, &file)?;
            let folder = site.folder.join(file.folder());
            file_name = free_name(&folder, &picture)?;
            if !folder.join(&file_name).exists() {
                disk::create(&folder.join(&file_name), &picture.bytes)?;
            }
            Ok::<SourcePath, Trouble>(file)
        })?;
        Ok(PictureAdded { markdown: format!("![]({file_name})"), description_at: 2, row })
    }
}

/// The picture's name, with a number if another picture has it; the same picture twice is one file.
fn free_name(folder: &std::path::Path, picture: &picture::Picture) -> Result<String, Trouble> {
    for n in 1.. {
        let name = match n {
            1 => format!("{}.{}", picture.name, picture.extension),
            n => format!("{}-{n}.{}", picture.name, picture.extension),
        };
        match disk::read_if_there(&folder.join(&name))? {
            Some(bytes) if bytes != picture.bytes => {}
            Some(_) | None => return Ok(name),
        }
    }
    unreachable!("a free number comes")
}
